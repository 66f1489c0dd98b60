/** Every question that the dashboard asks, as its own modules ask it: what is timed is what they send. */
import { listAgents } from "../../lib/data/agents.ts";
import { listAlerts } from "../../lib/data/alerts.ts";
import type { Client } from "../../lib/data/client.ts";
import { findGoodRuns } from "../../lib/data/find-good-runs.ts";
import { listExecutions } from "../../lib/data/list-executions.ts";
import { listModelPrices, readModelCosts } from "../../lib/data/model-prices.ts";
import { readAgentEvidence } from "../../lib/data/read-agent-evidence.ts";
import {
  listErrorOccurrences,
  listGroupDecisions,
  readErrorGroup,
  readErrorGroups,
  readGroupOfExecution,
} from "../../lib/data/read-error-groups.ts";
import { readExecution } from "../../lib/data/read-execution.ts";
import { readExecutionBeside } from "../../lib/data/read-execution-beside.ts";
import { readExecutionFamily } from "../../lib/data/read-execution-family.ts";
import { readExecutionTotals } from "../../lib/data/read-execution-figures.ts";
import { readAgent, readFleet, readFleetTrend } from "../../lib/data/read-fleet.ts";
import { readHealth } from "../../lib/data/read-health.ts";
import type { TimeRange } from "../../lib/domain/time-range.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A workspace and some of its executions to ask for: one with relatives, one half-way through the history, and one that failed. */
export type Scene = {
  readonly workspaceId: string;
  readonly nowMs: number;
  readonly childId: string;
  readonly middleId: string;
  readonly failedId: string;
};

/** Something a page reads: it may be several queries, each of which is timed by itself. */
export type PageRead = { readonly name: string; readonly read: (client: Client, scene: Scene) => Promise<unknown> };

const RANGES: readonly (readonly [name: string, durationMs: number])[] = [
  ["1h", HOUR_MS],
  ["24h", DAY_MS],
  ["7d", 7 * DAY_MS],
  ["30d", 30 * DAY_MS],
  ["90d", 90 * DAY_MS],
];

type RangedScene = Scene & { readonly range: TimeRange };

/** What pages read over a range of time. */
const RANGED: readonly {
  name: string;
  read: (client: Client, at: RangedScene) => Promise<unknown>;
}[] = [
  { name: "health", read: readHealth },
  { name: "fleet", read: readFleet },
  { name: "fleet trend", read: readFleetTrend },
  { name: "agent", read: (client, at) => readAgent(client, { ...at, agentId: "agent-3" }) },
  { name: "errors", read: readErrorGroups },
  { name: "error group", read: readGroupOf },
  { name: "execution counts", read: (client, at) => readExecutionTotals(client, { ...spanOf(at), by: ["agent", "task_type"] }) },
];

/** Lists of executions by what they are narrowed to. */
const LISTS: readonly (readonly [name: string, filter: (scene: Scene) => Parameters<typeof listExecutions>[1]])[] = [
  ["newest", (scene) => page(scene)],
  ["half-way down", (scene) => ({ ...page(scene), before: scene.middleId })],
  ["failed", (scene) => ({ ...page(scene), statuses: ["failed"] })],
  ["failed, 24h", (scene) => ({ ...page(scene), statuses: ["failed"], fromMs: scene.nowMs - DAY_MS })],
  ["one agent", (scene) => ({ ...page(scene), agentIds: ["agent-5"] })],
  ["one task type", (scene) => ({ ...page(scene), taskTypes: ["task-4"] })],
  ["one agent at one task type", (scene) => ({ ...page(scene), agentIds: ["agent-5"], taskTypes: ["task-4"] })],
  ["a common word", (scene) => ({ ...page(scene), words: "customer" })],
  ["words of errors", (scene) => ({ ...page(scene), words: "rate limit reached" })],
  ["a rare word", (scene) => ({ ...page(scene), words: "4217" })],
  ["a word that is nowhere", (scene) => ({ ...page(scene), words: "nowhere" })],
  ["failed with a word, 30d", (scene) => ({ ...page(scene), statuses: ["failed"], words: "timed", fromMs: scene.nowMs - 30 * DAY_MS })],
];

/** Everything that is timed. */
export const PAGE_READS: readonly PageRead[] = [
  ...RANGED.flatMap(({ name, read }) =>
    RANGES.map(([range, durationMs]) => ({
      name: `${name} ${range}`,
      read: (client: Client, scene: Scene) => read(client, { ...scene, range: { kind: "last", durationMs } }),
    })),
  ),
  ...LISTS.map(([name, filter]) => ({
    name: `executions: ${name}`,
    read: (client: Client, scene: Scene) => listExecutions(client, filter(scene)),
  })),
  { name: "execution", read: (client, { workspaceId, childId }) => readExecution(client, { workspaceId, id: childId }) },
  { name: "execution's family", read: (client, { workspaceId, childId }) => readExecutionFamily(client, { workspaceId, id: childId }) },
  {
    name: "executions beside one",
    read: (client, { workspaceId, middleId }) => readExecutionBeside(client, { workspaceId, id: middleId, statuses: ["failed"] }),
  },
  {
    name: "good runs",
    read: (client, { workspaceId, failedId, nowMs }) =>
      findGoodRuns(client, {
        workspaceId,
        execution: { id: failedId, agentId: "agent-3", taskType: "task-4", startedAt: new Date(nowMs - DAY_MS).toISOString() },
      }),
  },
  { name: "agent evidence", read: (client, { workspaceId }) => readAgentEvidence(client, { workspaceId }) },
  {
    name: "agent evidence at one task type",
    read: (client, { workspaceId }) => readAgentEvidence(client, { workspaceId, taskType: "task-4" }),
  },
  { name: "model prices", read: (client, { workspaceId }) => listModelPrices(client, workspaceId) },
  { name: "model costs", read: (client, { workspaceId, nowMs }) => readModelCosts(client, { workspaceId, fromMs: nowMs - 30 * DAY_MS }) },
  {
    name: "alerts",
    read: (client, { workspaceId }) => listAlerts(client, { workspaceId, statuses: ["open", "acknowledged"], limit: 100 }),
  },
  { name: "agents", read: (client, { workspaceId }) => listAgents(client, workspaceId) },
];

/** What the list asks for first. */
const page = ({ workspaceId }: Scene) => ({ workspaceId, limit: 200 });

/** The page of the error group that a failed execution belongs to. */
async function readGroupOf(client: Client, { workspaceId, failedId, range, nowMs }: RangedScene): Promise<void> {
  const group = await readGroupOfExecution(client, { workspaceId, executionId: failedId });
  if (group === null) throw new Error("The failed execution belongs to no error group");
  await readErrorGroup(client, { workspaceId, id: group.id, range, nowMs });
  await listErrorOccurrences(client, { workspaceId, id: group.id, limit: 50 });
  await listGroupDecisions(client, { workspaceId, id: group.id });
}

function spanOf({ workspaceId, range, nowMs }: { workspaceId: string; range: TimeRange; nowMs: number }) {
  return { workspaceId, fromMs: nowMs - (range.kind === "last" ? range.durationMs : 0), toMs: nowMs };
}
