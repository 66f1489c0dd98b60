/** /functions/v1: finds the function, checks the caller's token where the function wants it, and gives it a worker. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { jwtVerify } from "jose";
import { parse as parseToml } from "smol-toml";
import { z } from "zod";
import type { Keys } from "../keys.ts";
import { Pool } from "./pool.ts";
import { FUNCTION_LIMITS, type FunctionLimits } from "./worker.ts";

export type FunctionsOptions = {
  readonly folder: string;
  readonly configFile: string;
  readonly keys: Keys;
  readonly environment: Readonly<Record<string, string>>;
  /** The platform's own unless given. */
  readonly limits?: Partial<FunctionLimits>;
  readonly log: (line: string) => void;
  readonly onProcess: (pid: number | undefined, name: string) => void;
};

export type Functions = {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Starts a worker ahead of the first request. */
  warm(name: string): Promise<void>;
  /** Process ids of a function's workers, for tests that end one. */
  pids(name: string): readonly number[];
  close(): void;
};

const configSchema = z.object({ functions: z.record(z.string(), z.object({ verify_jwt: z.boolean().default(true) })).default({}) });

export function createFunctions(options: FunctionsOptions): Functions {
  const config = configSchema.parse(parseToml(readFileSync(options.configFile, "utf8")));
  // Paths of sockets are limited to some 100 characters, which a checkout's own path may exceed.
  const socketFolder = mkdtempSync(join(tmpdir(), "windvane-"));
  const denoBinary = findDeno();
  const names = readdirSync(options.folder).filter((name) => existsSync(join(options.folder, name, "index.ts")));
  const pools = new Map(
    names.map((name) => {
      const home = join(options.folder, name);
      const worker = { name, entry: join(home, "index.ts"), config: join(home, "deno.json"), denoBinary, socketFolder };
      const limits = { ...FUNCTION_LIMITS, ...options.limits };
      return [name, new Pool({ ...worker, limits, environment: options.environment, log: options.log, onProcess: options.onProcess })];
    }),
  );
  return {
    async handle(request, response) {
      const path = (request.url ?? "").replace(/^\/functions\/v1/, "");
      const name = path.split(/[/?]/)[1] ?? "";
      const pool = pools.get(name);
      if (pool === undefined)
        return refuse(response, { status: 404, code: "NOT_FOUND", message: `There is no function ${JSON.stringify(name)}.` });
      const needsToken = config.functions[name]?.verify_jwt ?? true;
      if (needsToken && request.method !== "OPTIONS" && !(await isKnownCaller(request, options.keys))) {
        return refuse(response, { status: 401, code: "UNAUTHORIZED", message: "A valid token is missing from the Authorization header." });
      }
      await pool.handle(request, response, path);
    },
    warm: async (name) => pools.get(name)?.warm(),
    pids: (name) => pools.get(name)?.pids() ?? [],
    close() {
      for (const pool of pools.values()) pool.close();
      rmSync(socketFolder, { recursive: true, force: true });
    },
  };
}

async function isKnownCaller(request: IncomingMessage, keys: Keys): Promise<boolean> {
  const token = request.headers.authorization?.replace(/^Bearer /i, "") ?? String(request.headers["apikey"] ?? "");
  if (token === keys.publishableKey || token === keys.secretKey) return true;
  return jwtVerify(token, new TextEncoder().encode(keys.jwtSecret)).then(
    () => true,
    () => false,
  );
}

function refuse(response: ServerResponse, why: { readonly status: number; readonly code: string; readonly message: string }): void {
  const headers = { "content-type": "application/json", "access-control-allow-origin": "*" };
  response.writeHead(why.status, headers).end(JSON.stringify({ code: why.code, message: why.message }));
}

/** The binary itself, because a worker that is killed must not leave a launcher's child behind. */
function findDeno(): string {
  const require = createRequire(import.meta.url);
  const libc = process.platform === "linux" ? "-glibc" : "";
  const platform = process.platform === "darwin" ? "darwin" : process.platform;
  const manifest = require.resolve(`@deno/${platform}-${process.arch}${libc}/package.json`, {
    paths: [dirname(require.resolve("deno/package.json"))],
  });
  return join(dirname(manifest), process.platform === "win32" ? "deno.exe" : "deno");
}
