/** The HTTP surface of the embedded stack: one server that shares Supabase's paths out among the parts. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import type { Functions } from "./functions/gateway.ts";
import { urlAt } from "./hosts.ts";
import { LocalError } from "./local-error.ts";
import type { Realtime } from "./realtime/gateway.ts";
import type { RestAndAuth } from "./rest-and-auth.ts";

export type GatewayParts = { readonly restAndAuth: RestAndAuth; readonly realtime: Realtime; readonly functions: Functions };

export type Gateway = { readonly url: string; close(): Promise<void> };

/** Listens on loopback unless another host is asked for. */
export async function startGateway(parts: GatewayParts, port: number, host = "127.0.0.1"): Promise<Gateway> {
  const rest = getRequestListener((request, bindings) => {
    const incoming = "incoming" in bindings ? bindings.incoming : null;
    return parts.restAndAuth.fetch(request, incoming?.socket?.remoteAddress ?? null);
  });
  const server = createServer((request, response) => {
    route(request, response).catch((cause: unknown) => fail(response, cause));
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    if (request.url?.startsWith("/realtime/v1/websocket")) parts.realtime.handleUpgrade(request, socket, head);
    else refuseUpgrade(socket);
  });
  // Keep-alive longer than the clients' own, so that they close first and never write into a closing socket.
  server.keepAliveTimeout = 65_000;

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    if (path.startsWith("/functions/v1/")) return parts.functions.handle(request, response);
    if (path.startsWith("/realtime/v1/")) return parts.realtime.handleRequest(request, response);
    if (path.startsWith("/rest/v1/") || path.startsWith("/auth/v1/")) {
      if (isPreflight(request)) return answerPreflight(request, response);
      // On every answer, as the hosted gateway does: the library leaves it off where there is no body.
      response.setHeader("access-control-allow-origin", "*");
      return rest(request, response);
    }
    response.writeHead(404, { "content-type": "application/json" }).end(JSON.stringify({ message: `Nothing is served at ${path}` }));
  }

  await listen(server, port, host);
  return {
    url: urlAt(host, port),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function isPreflight(request: IncomingMessage): boolean {
  return request.method === "OPTIONS" && request.headers["access-control-request-method"] !== undefined;
}

/** Answered here as the hosted gateway does: REST itself would look for a function that takes no arguments, and say 404. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): void {
  response
    .writeHead(204, {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,HEAD,PUT,PATCH,POST,DELETE,OPTIONS",
      "access-control-allow-headers": request.headers["access-control-request-headers"] ?? "*",
      "access-control-max-age": "3600",
    })
    .end();
}

/** The server has let go of the socket: whoever hangs up meanwhile must not end everything else. */
function refuseUpgrade(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      failed(cause.code === "EADDRINUSE" ? new LocalError(`Port ${port} is in use by another program.`, { cause }) : cause),
    );
    server.listen(port, host, () => done());
  });
}

function fail(response: ServerResponse, cause: unknown): void {
  const message = cause instanceof Error ? cause.message : String(cause);
  if (response.headersSent) response.destroy();
  else response.writeHead(502, { "content-type": "application/json" }).end(JSON.stringify({ message }));
}
