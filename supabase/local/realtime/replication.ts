/**
 * The stream of changes: logical replication with pgoutput on a temporary slot.
 *
 *     connecting ──streaming──▶ streaming ──connection lost──▶ waiting ──▶ connecting
 *
 * The slot belongs to the connection, so nothing is left behind by a killed process. Changes made while
 * the stream is down are not sent later; hosted has the same gap. Subscribers are told when it is back.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { LogicalReplicationService, type Pgoutput, PgoutputPlugin } from "pg-logical-replication";
import { MAX_BATCH_CHANGES, RECONNECT_DELAY_MS } from "./limits.ts";
import { report } from "./report.ts";

/** Values as Postgres prints them. A value that did not change and was not sent (TOAST) is absent. */
export type Tuple = Readonly<Record<string, string | null>>;

export type Change = {
  readonly type: "INSERT" | "UPDATE" | "DELETE";
  readonly tableOid: number;
  readonly schema: string;
  readonly table: string;
  readonly record: Tuple | null;
  /** The replica identity of the old row: its primary key, or all of it with `replica identity full`. */
  readonly oldRecord: Tuple | null;
  readonly committedAt: string;
  /** The transaction's id, in the 32 bits of the stream. */
  readonly transaction: number;
};

type Commit = Pick<Change, "committedAt" | "transaction">;

export type ReplicationOptions = {
  readonly databaseUrl: string;
  /** Takes changes in commit order; the stream waits until it resolves. */
  readonly onChanges: (changes: readonly Change[]) => Promise<void>;
  /** Told when changes begin to stream, and when they cease to. */
  readonly onStreaming: (isStreaming: boolean) => void;
};

export type Replication = { stop(): Promise<void> };

const STOP_RETRY_MS = 100;
const PUBLICATIONS = ["supabase_realtime", "supabase_realtime_messages_publication"];

export function startReplication(options: ReplicationOptions): Replication {
  const stopping = new AbortController();
  let current: LogicalReplicationService | null = null;
  const finished = (async () => {
    let reported = "";
    while (!stopping.signal.aborted) {
      current = createService({
        ...options,
        onStreaming: (isStreaming) => {
          reported = "";
          options.onStreaming(isStreaming);
        },
      });
      const fault = await runOnce(current);
      options.onStreaming(false);
      // A server that stays away is one piece of news, not one a second.
      if (fault !== reported && !stopping.signal.aborted) report("the replication stream ended and is started again", fault);
      reported = fault;
      // Stopping cuts the pause short.
      await delay(RECONNECT_DELAY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      const isOver = () => Promise.race([finished.then(() => true), delay(STOP_RETRY_MS, false)]);
      // A connection that is only being made cannot be ended yet, and says so: it is ended until the loop is over.
      do await current?.stop().catch(() => undefined);
      while (!(await isOver()));
    },
  };
}

/** Streams until the connection ends; resolves with why it did. */
async function runOnce(service: LogicalReplicationService): Promise<string> {
  let fault = "the server closed the connection";
  try {
    await service.subscribe(new TemporarySlotPlugin(), `realtime_${process.pid}_${randomBytes(4).toString("hex")}`);
  } catch (error) {
    fault = error instanceof Error ? error.message || error.name : String(error);
  }
  await service.destroy().catch((error: unknown) => report("the replication connection did not close cleanly", error));
  return fault;
}

function createService(options: ReplicationOptions): LogicalReplicationService {
  const service = new LogicalReplicationService(
    { connectionString: options.databaseUrl, application_name: "realtime_replication" },
    { acknowledge: { auto: false, timeoutSeconds: 0 }, flowControl: { enabled: true } },
  );
  const collector = createCollector(options.onChanges);
  service.on("start", () => options.onStreaming(true));
  service.on("data", (_lsn, message: Pgoutput.Message) => collector(message));
  service.on("heartbeat", (lsn, _timestamp, shouldRespond) => {
    if (shouldRespond) void service.acknowledge(previousPosition(lsn));
  });
  // Every error also rejects `subscribe`, which reports it; without a listener it would end the process.
  service.on("error", () => undefined);
  return service;
}

/** Gathers a transaction's changes and hands them over at its commit, large ones in parts. */
function createCollector(onChanges: ReplicationOptions["onChanges"]): (message: Pgoutput.Message) => Promise<void> {
  let commit: Commit = { committedAt: "", transaction: 0 };
  let gathered: Change[] = [];
  const flush = async () => {
    const changes = gathered;
    gathered = [];
    if (changes.length > 0) await onChanges(changes);
  };
  return async (message) => {
    if (message.tag === "begin") {
      commit = { committedAt: new Date(Number(message.commitTime) / 1000).toISOString(), transaction: message.xid >>> 0 };
    }
    const change = toChange(message, commit);
    if (change) gathered.push(change);
    if (message.tag === "commit" || gathered.length >= MAX_BATCH_CHANGES) await flush();
  };
}

function toChange(message: Pgoutput.Message, commit: Commit): Change | null {
  if (message.tag !== "insert" && message.tag !== "update" && message.tag !== "delete") return null;
  const { relationOid, schema, name, keyColumns } = message.relation;
  const common = { tableOid: relationOid, schema, table: name, ...commit };
  if (message.tag === "insert") return { ...common, type: "INSERT", record: present(message.new), oldRecord: null };
  const identity = message.old ?? message.key;
  if (message.tag === "delete") return { ...common, type: "DELETE", record: null, oldRecord: present(identity ?? {}) };
  // An unchanged key is not sent again, but clients get it as the old record.
  const oldRecord = identity ?? Object.fromEntries(keyColumns.map((column) => [column, message.new[column]]));
  return { ...common, type: "UPDATE", record: present(message.new), oldRecord: present(oldRecord) };
}

function present(tuple: Record<string, unknown>): Tuple {
  const entries = Object.entries(tuple).filter((entry): entry is [string, string | null] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** The connection of the service. */
type ReplicationClient = Parameters<PgoutputPlugin["start"]>[0];

/**
 * The service acknowledges one byte past what it is given. A server that shuts down waits until exactly
 * the position it sent is acknowledged, so the byte before is named.
 */
function previousPosition(lsn: string): string {
  const [high = "0", low = "0"] = lsn.split("/");
  const position = (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`) - 1n;
  if (position < 0n) return lsn;
  return `${(position >> 32n).toString(16)}/${(position & 0xffffffffn).toString(16)}`;
}

/** Makes the slot on the streaming connection itself, and leaves values as the text that Postgres sent. */
class TemporarySlotPlugin extends PgoutputPlugin {
  constructor() {
    super({ protoVersion: 1, publicationNames: PUBLICATIONS });
  }

  override async start(client: ReplicationClient, slotName: string, lastLsn: string): Promise<unknown> {
    await client.query(`CREATE_REPLICATION_SLOT "${slotName}" TEMPORARY LOGICAL pgoutput NOEXPORT_SNAPSHOT`);
    return super.start(client, slotName, lastLsn);
  }

  override parse(buffer: Buffer): Pgoutput.Message {
    const message = super.parse(buffer);
    if (message.tag === "relation") for (const column of message.columns) column.parser = (raw) => raw;
    return message;
  }
}
