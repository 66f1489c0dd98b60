import type { Client } from "../../../lib/data/client.ts";
import { readErrorGroups } from "../../../lib/data/read-error-groups.ts";
import { readWorkspaceOfKey } from "../../../lib/data/workspace-of-key.ts";
import { type ErrorGroup, groupState } from "../../../lib/domain/error-group.ts";
import { errorPatternsQuerySchema } from "../../../lib/domain/fleet-question.ts";
import { answer } from "../_shared/http.ts";
import { invalid, type Question, unauthorized } from "./question.ts";

const DAY_MS = 86_400_000;

/** What fails alike in the last days, the most frequent first. */
export async function identifyErrorPatterns(client: Client, { keyHash, query }: Question): Promise<Response> {
  const asked = errorPatternsQuerySchema.safeParse(query);
  if (!asked.success) return invalid(asked.error);
  const { days, workspaceId: named } = asked.data;
  const workspaceId = await readWorkspaceOfKey(client, { keyHash, workspaceId: named });
  if (workspaceId === null) return unauthorized();
  const nowMs = Date.now();
  const { groups } = await readErrorGroups(client, { workspaceId, range: { kind: "last", durationMs: days * DAY_MS }, nowMs });
  return answer(200, { patterns: groups.map((group) => toWire(group, nowMs)) }, { "cache-control": "no-store" });
}

function toWire(group: ErrorGroup, nowMs: number) {
  const { id, text, count, byAgent, byTaskType, exampleMessage, firstSeenAt, lastSeenAt } = group;
  const names = { agents: byAgent.map(({ name }) => name), taskTypes: byTaskType.map(({ name }) => name) };
  return { id, pattern: text, count, ...names, exampleMessage, firstSeenAt, lastSeenAt, state: groupState(group, nowMs) };
}
