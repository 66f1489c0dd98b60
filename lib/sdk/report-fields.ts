import type { ExecutionReport } from "../domain/ingest.ts";
import { describeError, type ReportJson, toPlainJson } from "./plain-json.ts";

/** What ingest takes at most, in characters; see `executionReportSchema`, against which a test holds these. */
export const FIELD_LIMITS = {
  json: 65_536,
  taskDescription: 2000,
  errorMessage: 8000,
  errorType: 200,
  model: 200,
  provider: 120,
  agentId: 120,
  taskType: 120,
} as const;

/** How much of a stack is worth keeping: the innermost frames. */
const STACK_CHARACTERS = 2000;

/** The longest name of a tag that ingest takes. */
const TAG_NAME_CHARACTERS = 120;

const TRACE_ID = /^[0-9a-f]{32}$/;
const MAX_ATTEMPT = 32_767;

/** Told of each field that was not kept as it was given. */
export type OnClipped = (field: string, what: string) => void;

/** `text` cut to what `field` may hold; undefined stays undefined, other values become text. */
export function clipText(field: Exclude<keyof typeof FIELD_LIMITS, "json">, text: unknown, onClipped: OnClipped): string | undefined {
  if (text === undefined || text === null) return undefined;
  const whole = typeof text === "string" ? text : describeError(text);
  if (whole.length <= FIELD_LIMITS[field]) return whole;
  onClipped(field, `is ${whole.length} characters long, more than ${FIELD_LIMITS[field]}`);
  return whole.slice(0, FIELD_LIMITS[field]);
}

/** `value` as JSON that ingest takes; undefined stays undefined. */
export function clipJson(field: string, value: unknown, onClipped: OnClipped): ReportJson | undefined {
  if (value === undefined) return undefined;
  const { json, clipped } = toPlainJson(value, FIELD_LIMITS.json);
  if (clipped !== null) onClipped(field, clipped);
  return json;
}

/** The tags of a start and a finish together; the later one wins. Undefined when there are none. */
export function joinTags(first: unknown, second: unknown, onClipped: OnClipped): Record<string, ReportJson> | undefined {
  if (first === undefined && second === undefined) return undefined;
  // Each on its own first: what is written as JSON can be spread without running anybody's code.
  const joined = { ...asRecord(clipJson("tags", first, onClipped)), ...asRecord(clipJson("tags", second, onClipped)) };
  const kept = Object.entries(joined).filter(([name]) => name.length <= TAG_NAME_CHARACTERS);
  if (kept.length < Object.keys(joined).length) onClipped("tags", `have names of more than ${TAG_NAME_CHARACTERS} characters`);
  return Object.fromEntries(kept) as Record<string, ReportJson>;
}

/** A count or an amount as ingest takes it; what is none (negative, NaN, too large) is left out. */
export function clipNumber(
  field: "inputTokens" | "cachedInputTokens" | "outputTokens" | "costUsd",
  value: unknown,
  onClipped: OnClipped,
): number | undefined {
  if (value === undefined || value === null) return undefined;
  const largest = field === "costUsd" ? 1_000_000 : 2_147_483_647;
  if (typeof value === "number" && value >= 0 && value <= largest) return field === "costUsd" ? value : Math.round(value);
  onClipped(field, `is ${describeError(value)}, not a number from 0 to ${largest}`);
  return undefined;
}

/** What went wrong, from whatever was thrown or written: an Error, a record with a message, or text. */
export function toReportedError(error: unknown, onClipped: OnClipped): ExecutionReport["error"] {
  if (error === undefined || error === null) return undefined;
  if (typeof error !== "object") return { message: clipText("errorMessage", error, onClipped) ?? "" };
  const { type, name, message, details, code, cause, stack } = error as Readonly<Record<string, unknown>>;
  const extra =
    error instanceof Error
      ? {
          code,
          cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : cause,
          stack: String(stack ?? "").slice(0, STACK_CHARACTERS),
          details,
        }
      : details;
  return {
    type: clipText("errorType", type ?? name, onClipped),
    message: clipText("errorMessage", message ?? JSON.stringify(toPlainJson(error, FIELD_LIMITS.errorMessage).json), onClipped) ?? "",
    details: clipJson("error.details", extra, onClipped),
  };
}

/** `text` as `field` needs it, cut to what it may hold; null when it is no text, or nothing but spaces. */
export function requireName(field: "agentId" | "taskType", text: unknown, onClipped: OnClipped): string | null {
  if (typeof text !== "string" || text.trim() === "") return null;
  return clipText(field, text.trim(), onClipped) ?? null;
}

/** A W3C trace id in lower case; what is none is left out. */
export function clipTraceId(value: unknown, onClipped: OnClipped): string | undefined {
  if (value === undefined || value === null) return undefined;
  const id = typeof value === "string" ? value.toLowerCase() : "";
  if (TRACE_ID.test(id)) return id;
  onClipped("traceId", `is ${describeError(value).slice(0, 80)}, not 32 hexadecimal digits`);
  return undefined;
}

/** Which try it is, from 1; what is none is left out. */
export function clipAttempt(value: unknown, onClipped: OnClipped): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_ATTEMPT) return value;
  onClipped("attempt", `is ${describeError(value).slice(0, 80)}, not a whole number from 1 to ${MAX_ATTEMPT}`);
  return undefined;
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
