/** Takes anybody's request, and says itself which origins may send one. */
declare const Deno: { serve(handler: (request: Request) => Response): void };

const CORS = { "access-control-allow-origin": "https://example.com", "access-control-allow-headers": "x-own" };

Deno.serve((request) =>
  request.method === "OPTIONS" ? new Response(null, { status: 204, headers: CORS }) : Response.json("open", { headers: CORS }),
);

export {};
