/** Addresses to listen at, and the addresses by which what listens there is reached. */

/** The URL of a port that listens at `host`; every interface is reached by loopback. */
export function urlAt(host: string, port: number): string {
  const reached = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return `http://${reached.includes(":") ? `[${reached}]` : reached}:${port}`;
}
