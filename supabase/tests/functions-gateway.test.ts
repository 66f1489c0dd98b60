import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createFunctions, type Functions } from "../local/functions/gateway.ts";
import type { FunctionLimits } from "../local/functions/worker.ts";
import type { Keys } from "../local/keys.ts";
import { birthOf } from "../local/processes.ts";

const FOLDER = join(import.meta.dirname, "functions");
const KEYS: Keys = {
  databasePassword: "unused unused unused",
  jwtSecret: "a secret of tests that is long enough for HS256",
  publishableKey: "sb_publishable_functions_tests",
  secretKey: "sb_secret_functions_tests",
  demoPassword: "unused unused",
};

type Running = { readonly functions: Functions; readonly url: string; readonly log: readonly string[]; stop(): Promise<void> };

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on TCP has an address with a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function start(limits: Partial<FunctionLimits> = {}): Promise<Running> {
  const log: string[] = [];
  const functions = createFunctions({
    folder: FOLDER,
    configFile: join(FOLDER, "config.toml"),
    keys: KEYS,
    environment: { GIVEN: "yes" },
    limits,
    log: (line) => log.push(line),
    onProcess: () => undefined,
  });
  const server = createServer((request, response) => void functions.handle(request, response));
  const url = `${await listen(server)}/functions/v1`;
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    functions.close();
  };
  return { functions, url, log, stop };
}

let gateway: Running;
beforeAll(async () => {
  gateway = await start();
});
afterAll(() => gateway.stop());

const BEARER = { authorization: `Bearer ${KEYS.publishableKey}` };

async function call(path: string, init: RequestInit = {}, on = gateway) {
  const answer = await fetch(`${on.url}/${path}`, { method: "POST", ...init, headers: { ...BEARER, ...init.headers } });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) };
}

const token = (secret: string, expires: string) =>
  new SignJWT({ role: "authenticated" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("me")
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));

describe("a request", () => {
  test("reaches the function whole, and the answer its sender", async () => {
    const body = "x".repeat(3_000_000);
    const { json } = await call("probe/echo/deep?a=1&b=%20", { method: "PUT", body, headers: { "x-greeting": "hello" } });
    expect(json()).toMatchObject({ method: "PUT", pathname: "/probe/echo/deep", search: "?a=1&b=%20", greeting: "hello" });
    expect(json().body).toHaveLength(body.length);
    const refused = await call("probe/refuse");
    expect([refused.status, refused.headers.get("x-kind"), refused.text]).toEqual([418, "teapot", "no tea"]);
  });

  test("comes through the official client", async () => {
    const client = createClient(new URL(gateway.url).origin, KEYS.publishableKey, { auth: { persistSession: false } });
    const { data, error } = await client.functions.invoke("probe/echo", { body: { a: 1 } });
    expect(error).toBeNull();
    expect(data).toMatchObject({ method: "POST", body: '{"a":1}' });
  });

  test("to a function that does not exist is 404", async () => {
    expect((await call("nothing")).status).toBe(404);
    expect((await call("..%2fprobe/echo")).status).toBe(404);
    expect((await call("")).status).toBe(404);
  });

  test("to a function that cannot start is 503, at once and again", async () => {
    for (let turn = 0; turn < 2; turn += 1) expect((await call("broken")).status).toBe(503);
    expect(gateway.log.join("\n")).toContain("broken on purpose");
  });

  test("is answered also when it waits in a crowd for a function that cannot be started", async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => call("broken")));
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(503));
  });

  test("leaves a function that throws alive", async () => {
    const before = gateway.functions.pids("probe");
    expect((await call("probe/throws")).status).toBe(500);
    expect(gateway.functions.pids("probe")).toEqual(before);
  });

  test("shows a function nothing of the environment but what it was given", async () => {
    const { json } = await call("probe/environment");
    expect(json()).toMatchObject({ GIVEN: "yes" });
    // The runtime adds some of its own; none of this process's may come through.
    const leaked = Object.entries(json()).filter(([name, value]) => process.env[name] === value);
    expect(leaked).toEqual([]);
    expect(Object.keys(json())).not.toContain("HOME");
  });
});

describe("a caller's token", () => {
  const withToken = async (authorization: string | null, init: RequestInit = {}) =>
    (
      await fetch(`${gateway.url}/probe/echo`, {
        method: "POST",
        ...init,
        headers: { ...(authorization !== null && { authorization }), ...init.headers },
      })
    ).status;

  test("is asked for, unless the function asks for none", async () => {
    expect(await withToken(null)).toBe(401);
    expect((await fetch(`${gateway.url}/open`)).status).toBe(200);
  });

  test("may be the project's keys or a user's own, and nothing else", async () => {
    const own = await token(KEYS.jwtSecret, "1h");
    expect(await withToken(`Bearer ${own}`)).toBe(200);
    expect(await withToken(`Bearer ${KEYS.secretKey}`)).toBe(200);
    expect(await withToken(null, { headers: { apikey: KEYS.publishableKey } })).toBe(200);
    for (const wrong of [
      await token("another secret, also long enough for it", "1h"),
      await token(KEYS.jwtSecret, "-1h"),
      "x",
      `${own}x`,
    ]) {
      expect(await withToken(`Bearer ${wrong}`), wrong).toBe(401);
    }
    const [, payload] = own.split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    expect(await withToken(`Bearer ${unsigned}`)).toBe(401);
  });

  test("is not asked for when a browser asks whether it may call; the answer is the function's own", async () => {
    expect(await withToken(null, { method: "OPTIONS" })).toBe(200);
    const answer = await fetch(`${gateway.url}/open`, { method: "OPTIONS" });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, "https://example.com"]);
  });

  test("that is refused is refused readably to a browser", async () => {
    const answer = await fetch(`${gateway.url}/probe/echo`, { method: "POST" });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(await answer.json()).toMatchObject({ code: "UNAUTHORIZED" });
  });
});

describe("a function that passes a limit", () => {
  const LIMIT = { status: 546, code: "WORKER_LIMIT" };

  async function expectLimit(path: string, words: string, on = gateway) {
    const { status, json } = await call(path, {}, on);
    expect({ status, code: json().code }).toEqual(LIMIT);
    expect(json().message).toContain(words);
    expect((await call("probe/echo", {}, on)).status, "the next request works").toBe(200);
  }

  test("of 2 s of CPU time answers 546", () => expectLimit("probe/spin", "2000 ms of CPU"));
  test("of 256 MB, by numbers, answers 546", () => expectLimit("probe/hoardNumbers", "256 MB"));
  test("of 256 MB, by bytes, answers 546", () => expectLimit("probe/hoardBytes", "256 MB"));

  test("of wall clock answers 546", async () => {
    const gate = createServer(() => undefined);
    const gateUrl = await listen(gate);
    const short = await start({ wallClockMs: 200 });
    const { status, json } = await call("probe/hold", { body: gateUrl }, short);
    expect({ status, code: json().code }).toEqual(LIMIT);
    expect(json().message).toContain("0.2 s");
    await short.stop();
    gate.closeAllConnections();
    await new Promise((done) => gate.close(done));
  });
});

describe("a function that ends", () => {
  test("in the middle of a request answers 503, and the next request works", async () => {
    const { status, json } = await call("probe/crash");
    expect([status, json().code]).toEqual([503, "WORKER_ERROR"]);
    expect((await call("probe/echo")).status).toBe(200);
  });

  test("between two requests is started again", async () => {
    await call("probe/echo");
    for (const pid of gateway.functions.pids("probe")) {
      process.kill(pid, "SIGKILL");
      await expect.poll(() => gateway.functions.pids("probe")).not.toContain(pid);
    }
    expect((await call("probe/echo")).status).toBe(200);
  });

  test("with the gateway leaves no process behind", async () => {
    const own = await start();
    await call("probe/echo", {}, own);
    const pids = own.functions.pids("probe");
    expect(pids.length).toBe(1);
    await own.stop();
    for (const pid of pids) await expect.poll(() => birthOf(pid)).toBeNull();
  });
});

describe("many requests", () => {
  test("at once are all answered, each with its own answer, by at most four processes", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => call("probe/echo", { body: `request ${index}` })));
    expect(answers.map(({ status, json }) => [status, json().body])).toEqual(answers.map((_, index) => [200, `request ${index}`]));
    expect(new Set(answers.map(({ json }) => json().pid)).size).toBeLessThanOrEqual(4);
  });

  test("are answered also when some of them crash", async () => {
    const paths = Array.from({ length: 12 }, (_, index) => (index % 3 === 0 ? "crash" : "echo"));
    const answers = await Promise.all(paths.map((path) => call(`probe/${path}`)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map((path) => (path === "crash" ? 503 : 200)));
  });
});

describe("a caller who goes away", () => {
  let gate: Server;
  let gateUrl: string;
  let release: (() => void)[] = [];

  beforeAll(async () => {
    gate = createServer((_, response) => {
      release.push(() => response.end("released"));
      gate.emit("held");
    });
    gateUrl = await listen(gate);
  });
  afterEach(() => {
    for (const open of release) open();
    release = [];
  });
  afterAll(() => new Promise((done) => gate.close(done)));

  test("does not cost the function: it ends its work, and the next request is answered by the same process", async () => {
    const own = await start();
    const leaving = new AbortController();
    const held = once(gate, "held");
    const left = call("probe/hold", { body: gateUrl, signal: leaving.signal }, own);
    await held;
    const pids = own.functions.pids("probe");
    leaving.abort();
    await expect(left).rejects.toThrow();
    for (const open of release) open();
    const answeredBy = async () => (await Promise.all([0, 1].map(() => call("probe/echo", {}, own)))).map(({ json }) => json().pid);
    await expect.poll(answeredBy).toContain(pids[0]);
    expect(own.functions.pids("probe")).toContain(pids[0]);
    await own.stop();
  });

  test("while sending leaves the function to the others", async () => {
    const leaving = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const init = { body, duplex: "half", signal: leaving.signal } as RequestInit;
    const left = call("probe/echo", init);
    leaving.abort();
    await expect(left).rejects.toThrow();
    const answers = await Promise.all(Array.from({ length: 8 }, () => call("probe/echo")));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  });
});
