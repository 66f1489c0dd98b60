/** Does what it is told to, good or bad, so that tests see what becomes of it. */
declare const Deno: {
  readonly pid: number;
  readonly env: { toObject(): Record<string, string> };
  serve(handler: (request: Request) => Promise<Response>): void;
  exit(status: number): never;
};

const hoard: unknown[] = [];

const DEEDS: Readonly<Record<string, (request: Request) => unknown>> = {
  async echo(request) {
    const { method, url } = request;
    const { pathname, search } = new URL(url);
    return { method, pathname, search, body: await request.text(), greeting: request.headers.get("x-greeting"), pid: Deno.pid };
  },
  environment: () => Deno.env.toObject(),
  spin() {
    for (let turns = 0; ; turns += 1) hoard[0] = turns;
  },
  hoardNumbers() {
    for (;;) hoard.push(new Array(1_000_000).fill(1.5));
  },
  hoardBytes() {
    for (;;) hoard.push(new Uint8Array(8 * 1024 * 1024).fill(1));
  },
  crash: () => Deno.exit(3),
  throws() {
    throw new Error("as told");
  },
  /** Works until the address that it is given answers. */
  async hold(request) {
    const answer = await fetch(await request.text());
    return { released: await answer.text(), pid: Deno.pid };
  },
  refuse: () => new Response("no tea", { status: 418, headers: { "x-kind": "teapot" } }),
};

Deno.serve(async (request) => {
  const deed = DEEDS[new URL(request.url).pathname.split("/")[2] ?? ""];
  const result = await deed?.(request);
  return result instanceof Response ? result : Response.json(result ?? null);
});

export {};
