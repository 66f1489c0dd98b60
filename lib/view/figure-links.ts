import { EVERYTHING, type ExecutionSearch, writeExecutionSearch } from "../domain/execution-search.ts";
import { type TimeRange, writeTimeRange } from "../domain/time-range.ts";

/** The address of the executions of a range that a figure was made of; `slug` is the workspace's. */
export function executionsPath(slug: string, search: Partial<ExecutionSearch>, range: TimeRange): string {
  return withParameters(`/${slug}/executions`, [
    ...writeExecutionSearch({ ...EVERYTHING, ...search }),
    ...Object.entries(writeTimeRange(range)),
  ]);
}

/** The address of an agent's page, looking at the same range. */
export function agentPath(slug: string, agentId: string, range: TimeRange): string {
  return withParameters(`/${slug}/agents/${encodeURIComponent(agentId)}`, Object.entries(writeTimeRange(range)));
}

function withParameters(path: string, pairs: readonly (readonly [string, string])[]): string {
  const parameters = new URLSearchParams(pairs.map(([name, value]) => [name, value]));
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}

/** A name as it stood in a path, read back; what was typed there by hand and is no encoding stays as it is. */
export function readPathName(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (cause) {
    if (cause instanceof URIError) return part;
    throw cause;
  }
}
