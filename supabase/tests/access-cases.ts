/** Who may do what to which row, for every table: the whole of the access rules in one list. What is not listed is refused. */
import { randomUUID } from "node:crypto";
import { makeUuidV7 } from "../../lib/core/uuid-v7.ts";
import { METERING_CASES } from "./access-metering-cases.ts";
import { sha256, type TestWorkspace } from "./stack.ts";

export type ActorName = "admin" | "operator" | "viewer" | "stranger" | "anonymous";
export type Verb = "select" | "insert" | "update" | "delete";
export type Row = Readonly<Record<string, unknown>>;

export const ACTORS: readonly ActorName[] = ["admin", "operator", "viewer", "stranger", "anonymous"];
export const VERBS: readonly Verb[] = ["select", "insert", "update", "delete"];

/** What the rows of a case are made from. `spare` is somebody who is no member of the workspace. */
export type CaseContext = { readonly workspace: TestWorkspace; readonly spareUserId: string; readonly seriesId: number };

export type AccessCase = {
  readonly table: string;
  /** Which rows of the table, where its rules differ from row to row. */
  readonly rows?: string;
  /** The columns that clients may read. */
  readonly columns: string;
  /** Columns that name a row. */
  readonly key: readonly string[];
  /** A row of the workspace, as the service inserts it; null when the workspace's own making leaves one. */
  readonly make: (context: CaseContext) => Row;
  /** The row exists already and is never removed. */
  readonly isStanding?: boolean;
  /** A row that an actor tries to add, in the actor's own name where the table asks for one. */
  readonly insert: (context: CaseContext, actorId: string) => Row;
  readonly update: Row;
  readonly allowed: Readonly<Partial<Record<Verb, readonly ActorName[]>>>;
};

const MEMBERS: readonly ActorName[] = ["admin", "operator", "viewer"];
const OPERATORS: readonly ActorName[] = ["admin", "operator"];
const ADMIN: readonly ActorName[] = ["admin"];

function execution({ workspace }: CaseContext, isGenerated: boolean): Row {
  const nowMs = Date.now();
  return {
    workspace_id: workspace.id,
    id: makeUuidV7({ nowMs, randomBytes: crypto.getRandomValues(new Uint8Array(10)) }),
    agent_id: "a",
    task_type: "t",
    status: "running",
    started_at: new Date(nowMs).toISOString(),
    is_generated: isGenerated,
  };
}

function apiKey({ workspace }: CaseContext, createdBy: string): Row {
  return {
    workspace_id: workspace.id,
    name: `key ${randomUUID()}`,
    prefix: "wv_1234567",
    key_hash: sha256(randomUUID()),
    created_by: createdBy,
  };
}

const rollup = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  resolution: "minute",
  bucket_at: "2026-11-01T00:00:00Z",
  agent_id: randomUUID(),
  task_type: "t",
  succeeded: 1,
  failed: 0,
  cancelled: 0,
  duration_count: 0,
  duration_sum_ms: 0,
  cost_usd: 0,
  input_tokens: 0,
  output_tokens: 0,
  histogram_keys: [],
  histogram_counts: [],
});

const alert = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  fingerprint: randomUUID(),
  severity: "warning",
  kind: "test",
  title: "A title",
  subject_kind: "agent",
  subject_id: "a",
});

const audit = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  action: "test",
  target_kind: "test",
  target_id: randomUUID(),
});

function executionSpan({ workspace }: CaseContext): Row {
  const id = makeUuidV7({ nowMs: Date.now(), randomBytes: crypto.getRandomValues(new Uint8Array(10)) });
  const [span_key, parent_key, root_key] = [randomUUID(), randomUUID(), randomUUID()];
  return { workspace_id: workspace.id, id, span_key, parent_key, root_key, service_agent_id: "a" };
}

const agent = ({ workspace }: CaseContext): Row => ({ workspace_id: workspace.id, id: randomUUID() });
const member = ({ workspace, spareUserId }: CaseContext): Row => ({
  workspace_id: workspace.id,
  user_id: spareUserId,
  role: "viewer",
  display_name: "Spare",
});

const EXECUTION = {
  table: "execution_history",
  columns: "*",
  key: ["workspace_id", "id"],
  insert: (context) => execution(context, true),
  update: { task_description: "changed" },
} satisfies Partial<AccessCase>;

export const ACCESS_CASES: readonly AccessCase[] = [
  {
    table: "workspaces",
    columns: "*",
    key: ["id"],
    isStanding: true,
    make: ({ workspace }) => ({ id: workspace.id }),
    // In the admin's name: nobody else may found a workspace for them.
    insert: ({ workspace }) => ({ slug: `t-${randomUUID()}`, name: "Another", owner_id: workspace.admin.userId }),
    update: { name: "Changed" },
    allowed: { select: MEMBERS, insert: ADMIN, update: ADMIN },
  },
  {
    table: "workspace_members",
    columns: "*",
    key: ["workspace_id", "user_id"],
    make: member,
    insert: member,
    update: { role: "operator" },
    allowed: { select: MEMBERS, insert: ADMIN, update: ADMIN, delete: ADMIN },
  },
  {
    table: "audit_log",
    columns: "*",
    key: ["workspace_id", "target_id"],
    make: audit,
    insert: audit,
    update: { action: "changed" },
    allowed: { select: MEMBERS },
  },
  {
    table: "api_keys",
    columns: "workspace_id, id, name, prefix, created_by, created_at, last_used_at, revoked_at",
    key: ["workspace_id", "name"],
    make: (context) => apiKey(context, context.workspace.admin.userId),
    insert: apiKey,
    update: { revoked_at: "2026-11-01T00:00:00+00:00" },
    allowed: { select: MEMBERS, insert: ADMIN, update: ADMIN },
  },
  {
    table: "agents",
    columns: "*",
    key: ["workspace_id", "id"],
    make: agent,
    insert: agent,
    update: { description: "changed" },
    allowed: { select: MEMBERS, update: OPERATORS },
  },
  {
    table: "agent_capabilities",
    columns: "*",
    key: ["workspace_id", "agent_id", "task_type"],
    make: ({ workspace }) => ({ workspace_id: workspace.id, agent_id: "standing", task_type: "made" }),
    insert: ({ workspace }) => ({ workspace_id: workspace.id, agent_id: "standing", task_type: "added" }),
    update: { typical_cost_usd: 1 },
    allowed: { select: MEMBERS },
  },
  { ...EXECUTION, rows: "reported", make: (context) => execution(context, false), allowed: { select: MEMBERS } },
  { ...EXECUTION, rows: "generated", make: (context) => execution(context, true), allowed: { select: MEMBERS, delete: OPERATORS } },
  {
    table: "execution_rollups",
    columns: "*",
    key: ["workspace_id", "resolution", "bucket_at", "agent_id", "task_type"],
    make: rollup,
    insert: rollup,
    update: { succeeded: 99 },
    allowed: { select: MEMBERS },
  },
  ...METERING_CASES,
  {
    table: "alerts",
    columns: "*",
    key: ["workspace_id", "fingerprint"],
    make: alert,
    insert: alert,
    update: { status: "resolved" },
    allowed: { select: MEMBERS, update: OPERATORS },
  },
  {
    table: "execution_spans",
    columns: "*",
    key: ["workspace_id", "id"],
    make: executionSpan,
    insert: executionSpan,
    update: { own_agent_id: "changed" },
    allowed: {},
  },
  {
    table: "schedules",
    columns: "*",
    key: ["name"],
    make: () => ({ name: `test-${randomUUID()}`, cron: "0 0 1 1 *", kind: "sql", command: "select 1", is_enabled: false }),
    insert: () => ({ name: `test-${randomUUID()}`, cron: "0 0 1 1 *", kind: "sql", command: "select 1", is_enabled: false }),
    update: { command: "select 2" },
    allowed: {},
  },
];
