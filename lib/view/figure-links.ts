import { EVERYTHING, type ExecutionSearch, writeExecutionSearch } from "../domain/execution-search.ts";
import type { Preference } from "../domain/recommendation.ts";
import { type TimeRange, writeTimeRange } from "../domain/time-range.ts";

/** The address of the executions of a range that a figure was made of; `slug` is the workspace's. */
export function executionsPath(slug: string, search: Partial<ExecutionSearch>, range: TimeRange): string {
  return withParameters(`/${slug}/executions`, [
    ...writeExecutionSearch({ ...EVERYTHING, ...search }),
    ...Object.entries(writeTimeRange(range)),
  ]);
}

/**
 * The address of an agent's page, looking at the same range. Of an agent named "." or "..", which no path can name, for browsers take it
 * for a folder however it is encoded, the address of its executions.
 */
export function agentPath(slug: string, agentId: string, range: TimeRange): string {
  if (agentId === "." || agentId === "..") return executionsPath(slug, { agentIds: [agentId] }, range);
  return withParameters(`/${slug}/agents/${encodeURIComponent(agentId)}`, Object.entries(writeTimeRange(range)));
}

/** The address of the ranking of agents at a task type. */
export function leaderboardPath(
  slug: string,
  { taskType, prefer }: { readonly taskType: string; readonly prefer: Preference },
  range: TimeRange,
): string {
  const asked: readonly (readonly [string, string])[] = prefer === "reliability" ? [] : [["prefer", prefer]];
  return withParameters(`/${slug}/agents`, [["view", "best"], ["task", taskType], ...asked, ...Object.entries(writeTimeRange(range))]);
}

function withParameters(path: string, pairs: readonly (readonly [string, string])[]): string {
  const parameters = new URLSearchParams(pairs.map(([name, value]) => [name, value]));
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/**
 * A name as it stood in a path, read back; what was typed there by hand and is no encoding stays as it is. No text in the database
 * holds a NUL: it is stored as the replacement character, and looked for as that.
 */
export function readPathName(part: string): string {
  try {
    return decodeURIComponent(part).replaceAll("\0", "\ufffd");
  } catch (cause) {
    if (cause instanceof URIError) return part;
    throw cause;
  }
}
