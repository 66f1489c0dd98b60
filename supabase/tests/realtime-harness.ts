/** A Postgres, the Realtime gateway before it, and what tests of both need. Tests speak to it with official clients alone. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join as joinPath, resolve } from "node:path";
import { createClient, type RealtimeChannel, type SupabaseClient, type SupabaseClientOptions } from "@supabase/supabase-js";
import { SignJWT } from "jose";
import postgres from "postgres";
import { type Postgres, startPostgres } from "../local/postgres.ts";
import { type Realtime, startRealtime } from "../local/realtime/gateway.ts";
import { makeTemporaryHome, removeTemporaryHome } from "../local/temporary-home.ts";
import { freePort } from "../local/throwaway-database.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const JWT_SECRET = "a secret of tests that is long enough for HS256";

export const PUBLISHABLE_KEY = "sb_publishable_realtime_tests";
export const SECRET_KEY = "sb_secret_realtime_tests";

const WITHOUT_SESSION = { auth: { persistSession: false, autoRefreshToken: false } };

/** How long an event may take to arrive before a test fails. */
const DEADLINE_MS = 10_000;

export type Harness = {
  readonly url: string;
  readonly sql: postgres.Sql;
  /** An anonymous client: the publishable key and no token. */
  anonymousClient(realtime?: SupabaseClientOptions<"public">["realtime"]): SupabaseClient;
  /** A client that speaks as a user. */
  userClient(token: string | (() => string)): Promise<SupabaseClient>;
  serviceClient(): SupabaseClient;
  restartPostgres(): Promise<void>;
  /** Disconnects the clients, so that the next test begins with none. */
  disconnectClients(): Promise<void>;
  stop(): Promise<void>;
};

export async function startHarness(schema: string): Promise<Harness> {
  const home = makeTemporaryHome();
  const httpPort = await freePort();
  const options = { home: joinPath(home, "postgres"), port: await freePort(), password: "realtime-tests" };
  let database: Postgres = await startPostgres(options);
  const sql = postgres(database.url, { max: 2, onnotice: () => undefined, backoff: () => 0.1 });
  const removeDatabase = async () => {
    await sql.end({ timeout: 5 });
    await database.stop();
    removeTemporaryHome(home);
  };
  const realtime = await prepare(sql, { schema, databaseUrl: database.url }).catch(async (error: unknown) => {
    await removeDatabase();
    throw error;
  });
  const server = await listen(realtime, httpPort);
  const url = `http://127.0.0.1:${httpPort}`;
  const clients = new Set<SupabaseClient>();
  const keep = (client: SupabaseClient) => {
    clients.add(client);
    return client;
  };
  const disconnectClients = async () => {
    await Promise.all([...clients].map((client) => client.realtime.disconnect()));
    clients.clear();
  };
  return {
    url,
    sql,
    anonymousClient: (realtime = {}) => keep(createClient(url, PUBLISHABLE_KEY, { ...WITHOUT_SESSION, realtime })),
    serviceClient: () => keep(createClient(url, SECRET_KEY, WITHOUT_SESSION)),
    async userClient(token) {
      const client = keep(createClient(url, PUBLISHABLE_KEY, { accessToken: async () => (typeof token === "string" ? token : token()) }));
      // A channel that joins before the client knows its token joins without one, and stays anonymous.
      await client.realtime.setAuth();
      return client;
    },
    disconnectClients,
    async restartPostgres() {
      await database.stop();
      database = await startPostgres(options);
    },
    async stop() {
      await disconnectClients();
      await realtime.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await removeDatabase();
    },
  };
}

async function prepare(
  sql: postgres.Sql,
  { schema, databaseUrl }: { readonly schema: string; readonly databaseUrl: string },
): Promise<Realtime> {
  await sql.unsafe("create schema if not exists auth");
  await applyFile(sql, "supabase/local/bootstrap.sql");
  await applyFile(sql, "supabase/local/realtime/bootstrap.sql");
  await sql.unsafe(schema);
  return startRealtime({ databaseUrl, jwtSecret: JWT_SECRET, publishableKey: PUBLISHABLE_KEY, secretKey: SECRET_KEY });
}

async function applyFile(sql: postgres.Sql, path: string): Promise<void> {
  await sql.unsafe(readFileSync(joinPath(ROOT, path), "utf8"));
}

async function listen(realtime: Realtime, port: number): Promise<Server> {
  const server = createServer((request, response) => void realtime.handleRequest(request, response));
  server.on("upgrade", (request, socket, head) => realtime.handleUpgrade(request, socket, head));
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return server;
}

/** A user's token, valid for an hour unless said otherwise. */
export function signToken(subject: string, { expiresInSeconds = 3600, secret = JWT_SECRET, ...claims }: TokenChoice = {}): Promise<string> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  return new SignJWT({ role: "authenticated", ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(subject)
    .setIssuedAt(nowSeconds)
    .setExpirationTime(nowSeconds + expiresInSeconds)
    .sign(new TextEncoder().encode(secret));
}

type TokenChoice = {
  readonly expiresInSeconds?: number;
  readonly secret?: string;
  readonly role?: string;
  readonly workspaces?: readonly string[];
};

/** What arrived, and waiting for what should: the first that fits, or a failure that lists all that came. */
export class Inbox<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();

  readonly add = (item: T): void => {
    this.all.push(item);
    for (const look of [...this.#waiting]) look();
  };

  first(fits: (item: T) => boolean = () => true, deadlineMs = DEADLINE_MS): Promise<T> {
    return this.when(() => this.all.find(fits), deadlineMs);
  }

  async count(wanted: number, deadlineMs = DEADLINE_MS): Promise<readonly T[]> {
    return this.when(() => (this.all.length >= wanted ? this.all : undefined), deadlineMs);
  }

  when<R>(find: () => R | undefined, deadlineMs = DEADLINE_MS): Promise<R> {
    const now = find();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = () => {
        const found = find();
        if (found === undefined) return;
        finish();
        resolve(found);
      };
      const timer = setTimeout(() => {
        finish();
        reject(new Error(`What was waited for did not come within ${deadlineMs} ms. What came: ${JSON.stringify(this.all)}`));
      }, deadlineMs);
      this.#waiting.add(look);
    });
  }
}

export type Status = { readonly status: string; readonly message: string | undefined };

/** Subscribes and gathers each status, with the message of its error. */
export function openChannel(channel: RealtimeChannel): Inbox<Status> {
  const statuses = new Inbox<Status>();
  channel.subscribe((status, error) => statuses.add({ status, message: error?.message }));
  return statuses;
}

/** Subscribes and resolves when the channel is open. */
export async function join(channel: RealtimeChannel): Promise<RealtimeChannel> {
  await openChannel(channel).first(({ status }) => status === "SUBSCRIBED");
  return channel;
}
