import { formatCount, formatExactCount } from "../core/format/format-count.ts";
import { formatDuration } from "../core/format/format-duration.ts";
import type { GroupedFigures } from "../domain/execution-figures.ts";
import type { ExecutionSearch } from "../domain/execution-search.ts";

/** Rows written a second: 1,700 were measured on two cores that nine others used as well, the embedded stack among them. */
const ROWS_PER_SECOND = 2000;
/** From so many rows on, the file takes a while and a spreadsheet its time. */
const MANY_ROWS = 50_000;
/** What common spreadsheets hold. */
const SPREADSHEET_ROWS = 1_048_576;

/** How many ended executions of a range a search finds, from its figures; null where they cannot tell: by words, or only what runs. */
export function countFound(groups: readonly GroupedFigures[], search: ExecutionSearch): number | null {
  const ended = (["succeeded", "failed", "cancelled"] as const).filter(
    (status) => search.statuses.length === 0 || search.statuses.includes(status),
  );
  if (search.words !== "" || ended.length === 0) return null;
  const isIn = (names: readonly string[], name: string | null) => names.length === 0 || names.includes(name ?? "");
  return groups
    .filter((group) => isIn(search.agentIds, group.agentId) && isIn(search.taskTypes, group.taskType))
    .reduce((sum, group) => sum + ended.reduce((own, status) => own + group[status], 0), 0);
}

/** What is to be known of an export before it is asked for; `count` as of {@link countFound}, undefined until it is there. */
export function exportSizeWords(count: number | null | undefined): string {
  if (count === undefined) return "Every execution of the list.";
  if (count === null) return "Every execution that is found; how many they are is known at the end.";
  if (count < MANY_ROWS) return `About ${formatExactCount(count)} rows: every execution of the list.`;
  const tookMs = Math.ceil(count / ROWS_PER_SECOND) * 1000;
  const tooMany = count > SPREADSHEET_ROWS ? " More than a spreadsheet holds." : "";
  return `About ${formatCount(count)} rows, which takes about ${formatDuration(tookMs)}.${tooMany} The download goes on while you work.`;
}
