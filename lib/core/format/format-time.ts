import { AppError } from "../app-error.ts";
import { joinUnit, requireFinite, toGrouped } from "./significant.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The mean Gregorian year; nobody reads days off a relative time of years. */
const YEAR_MS = 365.2425 * DAY_MS;

const RELATIVE_STEPS = [
  { unit: "y", sizeMs: YEAR_MS },
  { unit: "d", sizeMs: DAY_MS },
  { unit: "h", sizeMs: HOUR_MS },
  { unit: "min", sizeMs: MINUTE_MS },
  { unit: "s", sizeMs: SECOND_MS },
] as const;

/** The clocks of two machines differ by about this much, so nearer times are not told apart. */
const NOW_TOLERANCE_MS = 2 * SECOND_MS;

/**
 * How long before or after `nowMs` an instant lies (both epoch ms), in one unit, rounded down: `3 min ago`, `in 2 h`; `now` within two
 * seconds. Raises `invalid_input` for NaN and the infinities.
 */
export function formatRelativeTime(instantMs: number, nowMs: number): string {
  requireFinite(instantMs, "instant");
  requireFinite(nowMs, "instant");
  const distanceMs = Math.abs(nowMs - instantMs);
  if (distanceMs < NOW_TOLERANCE_MS) return "now";
  for (const { unit, sizeMs } of RELATIVE_STEPS) {
    if (distanceMs < sizeMs) continue;
    const distance = joinUnit(toGrouped(Math.floor(distanceMs / sizeMs), 0), unit);
    return instantMs <= nowMs ? `${distance} ago` : `in ${distance}`;
  }
  return "now";
}

/**
 * An instant (epoch ms) to the second, with its zone stated: `2026-11-22 18:33:17 UTC`, or `2026-11-22 19:33:17 UTC+01:00` where
 * `timeZone`, an IANA name, is not UTC. Raises `invalid_input` for an instant outside ECMAScript's range or an unknown zone.
 */
export function formatInstant(instantMs: number, timeZone: string): string {
  const at = readParts(instantMs, timeZone);
  return `${at.year}-${at.month}-${at.day} ${at.hour}:${at.minute}:${at.second} ${at.zone}`;
}

/** The same instant to the millisecond, for the hover and for copying: `2026-11-22T18:33:17.042Z`. Raises as `formatInstant`. */
export function formatExactInstant(instantMs: number): string {
  requireInstant(instantMs);
  return new Date(instantMs).toISOString();
}

/** Only the time of day, `18:33`, for axes and sentences whose day and zone stand elsewhere. Parameters and errors as `formatInstant`. */
export function formatTimeOfDay(instantMs: number, timeZone: string): string {
  const at = readParts(instantMs, timeZone);
  return `${at.hour}:${at.minute}`;
}

/** Only the calendar day in `timeZone`, `2026-11-22`. Parameters and errors as `formatInstant`. */
export function formatDay(instantMs: number, timeZone: string): string {
  const at = readParts(instantMs, timeZone);
  return `${at.year}-${at.month}-${at.day}`;
}

type InstantParts = Readonly<Record<"year" | "month" | "day" | "hour" | "minute" | "second" | "zone", string>>;

function readParts(instantMs: number, timeZone: string): InstantParts {
  requireInstant(instantMs);
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(instantMs)
      .map((part) => [part.type, part.value]),
  );
  const read = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return {
    year: read("year"),
    month: read("month"),
    day: read("day"),
    hour: read("hour"),
    minute: read("minute"),
    second: read("second"),
    // Intl says "GMT+01:00", and for zero either "GMT" or "GMT+00:00" by version; operators and logs say UTC.
    zone: read("timeZoneName").replace("GMT", "UTC").replace("+00:00", ""),
  };
}

/** One formatter for each zone that was asked for: making one costs ten times what using it does, and lists format by the hundred. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = createFormatter(timeZone);
  formatters.set(timeZone, formatter);
  return formatter;
}

function createFormatter(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    });
  } catch (cause) {
    throw new AppError("invalid_input", `Unknown time zone: ${timeZone}`, { cause });
  }
}

function requireInstant(instantMs: number): void {
  if (Number.isNaN(new Date(instantMs).getTime())) throw new AppError("invalid_input", `Not an instant: ${instantMs}`);
}
