import { formatDay } from "../core/format/format-time.ts";
import { EVERYTHING, type ExecutionSearch, writeExecutionSearch } from "../domain/execution-search.ts";
import { type TimeRange, writeTimeRange } from "../domain/time-range.ts";
import { readZonedMinute } from "./zoned-text.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A view that everybody has: its name, and the search parameters that show it. */
export type ExecutionView = { readonly name: string; readonly query: string; readonly isCurrent: boolean };

/** The views, as seen at `nowMs` in `timeZone`; the one that shows what is asked for already is current. */
export function executionViews(
  asked: { readonly search: ExecutionSearch; readonly range: TimeRange },
  at: { readonly nowMs: number; readonly timeZone: string },
): readonly ExecutionView[] {
  const today = dayOf(at.nowMs, at.timeZone);
  const views: readonly (readonly [name: string, search: ExecutionSearch, range: TimeRange])[] = [
    ["All", EVERYTHING, { kind: "last", durationMs: DAY_MS }],
    // Whatever runs still, however long ago it started.
    ["Running", { ...EVERYTHING, statuses: ["running"] }, { kind: "last", durationMs: 90 * DAY_MS }],
    ["Failed", { ...EVERYTHING, statuses: ["failed"] }, asked.range],
    ["Today", EVERYTHING, today],
    ["Last hour", EVERYTHING, { kind: "last", durationMs: HOUR_MS }],
  ];
  const current = listQuery(asked.search, asked.range);
  const shown = views.map(([name, search, range]) => ({ name, query: listQuery(search, range) }));
  const first = shown.find((view) => view.query === current)?.name;
  return shown.map((view) => ({ ...view, isCurrent: view.name === first }));
}

/** The search parameters of a search over a range, as an address holds them; empty for everything of the default range. */
export function listQuery(search: ExecutionSearch, range: TimeRange): string {
  const pairs = [...writeExecutionSearch(search), ...Object.entries(writeTimeRange(range))];
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** The calendar day that it is now in a zone, midnight to midnight; a last day where the zone's clocks skip a midnight. */
function dayOf(nowMs: number, timeZone: string): TimeRange {
  const fromMs = readZonedMinute(formatDay(nowMs, timeZone), timeZone);
  // Days are 23 to 25 hours long; noon of tomorrow lies in tomorrow in either case.
  const toMs = fromMs === null ? null : readZonedMinute(formatDay(fromMs + 1.5 * DAY_MS, timeZone), timeZone);
  return fromMs === null || toMs === null ? { kind: "last", durationMs: DAY_MS } : { kind: "between", fromMs, toMs };
}
