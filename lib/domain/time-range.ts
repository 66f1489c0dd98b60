import { z } from "zod";
import { parseDurationText, writeDurationText } from "../core/duration-text.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a page looks at: the last so-and-so long, ending now whenever it is asked; or between two fixed instants (epoch ms). */
export type TimeRange =
  | { readonly kind: "last"; readonly durationMs: number }
  | { readonly kind: "between"; readonly fromMs: number; readonly toMs: number };

/** A range made fixed: from `fromMs` (included) to `toMs` (excluded), epoch ms. */
export type TimeSpan = { readonly fromMs: number; readonly toMs: number };

/** What a page shows when its address names no range: a day holds both yesterday's evening and this morning. */
export const DEFAULT_TIME_RANGE: TimeRange = { kind: "last", durationMs: DAY_MS };

/** The ranges one press away, in ms, shortest first. */
export const TIME_RANGE_PRESETS_MS: readonly number[] = [
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
  90 * DAY_MS,
];

/** Longer than any retention; it keeps a typed `9999w` from asking for the year 1835. */
const LONGEST_MS = 400 * DAY_MS;

/** Widths of a series' steps, each dividing a day or made of whole days, so that steps of one range line up with the next. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 7 * 1440].map((minutes) => minutes * MINUTE_MS);

/** A chart some 800 pixels wide shows this many steps well apart. */
const MOST_STEPS = 100;

const instantSchema = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Search parameters of a page, as the server and the browser hand them over. */
export type SearchParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The range that `range=24h`, or `from=` and `to=` (ISO 8601), ask for. What is missing or cannot be understood gives
 * {@link DEFAULT_TIME_RANGE}: an address typed wrongly shows a page, and the picker says which range it is.
 */
export function parseTimeRange(parameters: SearchParameters): TimeRange {
  const from = instantSchema.safeParse(parameters["from"]);
  const to = instantSchema.safeParse(parameters["to"]);
  if (from.success && to.success && from.data < to.data) return { kind: "between", fromMs: from.data, toMs: to.data };
  const text = z.string().safeParse(parameters["range"]);
  const typed = text.success ? readTypedRange(text.data) : null;
  return typed?.kind === "range" ? typed.range : DEFAULT_TIME_RANGE;
}

/** A typed duration as a range, or the sentence that says what is wrong with it. */
export function readTypedRange(text: string): { kind: "range"; range: TimeRange } | { kind: "invalid"; reason: string } {
  const typed = parseDurationText(text);
  if (typed.kind === "invalid") return typed;
  if (typed.durationMs > LONGEST_MS) return { kind: "invalid", reason: `"${text}" is longer than 400d, the longest range.` };
  return { kind: "range", range: { kind: "last", durationMs: typed.durationMs } };
}

/** The search parameters that {@link parseTimeRange} reads back as the same range; none for the default, so that its address stays clean. */
export function writeTimeRange(range: TimeRange): { readonly range?: string; readonly from?: string; readonly to?: string } {
  if (range.kind === "between") return { from: new Date(range.fromMs).toISOString(), to: new Date(range.toMs).toISOString() };
  return isDefault(range) ? {} : { range: writeDurationText(range.durationMs) };
}

/** A short text that is the same for the same range: for query keys and labels, `24h` or two ISO instants with a slash. */
export function timeRangeKey(range: TimeRange): string {
  if (range.kind === "last") return writeDurationText(range.durationMs);
  return `${new Date(range.fromMs).toISOString()}/${new Date(range.toMs).toISOString()}`;
}

/** The range as seen at `nowMs`. */
export function resolveTimeRange(range: TimeRange, nowMs: number): TimeSpan {
  if (range.kind === "between") return { fromMs: range.fromMs, toMs: range.toMs };
  return { fromMs: nowMs - range.durationMs, toMs: nowMs };
}

/** The span of the same length just before, which figures are compared with. */
export function previousSpan(span: TimeSpan): TimeSpan {
  return { fromMs: span.fromMs - (span.toMs - span.fromMs), toMs: span.fromMs };
}

/** The width of the steps that a series over `span` is cut into, ms: at most a hundred steps, a minute at the finest, a week at the coarsest. */
export function seriesStepMs(span: TimeSpan): number {
  const lengthMs = span.toMs - span.fromMs;
  return STEPS_MS.find((stepMs) => lengthMs <= stepMs * MOST_STEPS) ?? 7 * DAY_MS;
}

function isDefault(range: TimeRange): boolean {
  return range.kind === "last" && DEFAULT_TIME_RANGE.kind === "last" && range.durationMs === DEFAULT_TIME_RANGE.durationMs;
}
