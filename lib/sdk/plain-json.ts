import type { ExecutionReport } from "../domain/ingest.ts";

/** JSON as a report carries it. */
export type ReportJson = Exclude<ExecutionReport["inputs"], undefined>;

/** What became of a value: its JSON, and why it is not the whole value when it is not. */
export type PlainJson = { readonly json: ReportJson; readonly clipped: string | null };

/** How much of a value that is too large is kept, in characters of its JSON. */
const PREVIEW_CHARACTERS = 1000;
/** Deeper than people nest and shallower than any parser's stack. */
const MAX_DEPTH = 64;
/** One character may become six, as \u0000 does: below a sixth of the limit nothing needs to be measured. */
const WORST_ESCAPE = 6;

/** `isPatient` ends in the middle when the room is used up; else that is a failure. */
type Walk = { left: number; readonly isPatient: boolean; readonly around: unknown[] };

class TooLarge extends Error {}

/**
 * A copy of `value` as plain JSON of at most `maxCharacters`, so that later changes to the value do not matter. What JSON lacks is
 * written as text (bigint, error, bytes, a reference to an object around it) or left out, as `JSON.stringify` does. A value that is too
 * large, or whose own code throws, is replaced by a record that says so. Costs no more than `maxCharacters` allow, however large the
 * value is. Never throws.
 */
export function toPlainJson(value: unknown, maxCharacters: number): PlainJson {
  try {
    const walk: Walk = { left: maxCharacters, isPatient: false, around: [] };
    const json = copy(value, walk) ?? null;
    const written = maxCharacters - walk.left;
    if (written * WORST_ESCAPE > maxCharacters && JSON.stringify(json).length > maxCharacters) return tooLarge(value, maxCharacters);
    return { json, clipped: null };
  } catch (error) {
    if (error instanceof TooLarge) return tooLarge(value, maxCharacters);
    const clipped = `cannot be written as JSON: ${isError(error) ? wordsOf(error) : typeof error}`;
    return { json: { clipped }, clipped };
  }
}

/** An error's own words; any other value as text, and a large one its beginning. Never throws. */
export function describeError(error: unknown): string {
  const isPlain = (typeof error !== "object" && typeof error !== "function") || error === null || isError(error);
  return isPlain ? wordsOf(error) : JSON.stringify(toPlainJson(error, PREVIEW_CHARACTERS).json);
}

/** Of what user code threw while it was read, only so much that no more of its code runs than one getter. */
function wordsOf(error: unknown): string {
  try {
    return String(isError(error) ? error.message : error);
  } catch {
    // A thrown object without a usable text: its type is all that can be said.
    return `a thrown ${typeof error}`;
  }
}

/** Also the question for its prototype is one that a proxy may answer by throwing. */
function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    // What does not let itself be looked at is none.
    return false;
  }
}

function tooLarge(value: unknown, maxCharacters: number): PlainJson {
  const clipped = `is more than ${maxCharacters} characters of JSON`;
  try {
    const start = copy(value, { left: PREVIEW_CHARACTERS, isPatient: true, around: [] });
    return { json: { clipped, beginsWith: JSON.stringify(start ?? null).slice(0, PREVIEW_CHARACTERS) }, clipped };
  } catch (error) {
    return { json: { clipped, unreadable: isError(error) ? wordsOf(error) : typeof error }, clipped };
  }
}

/** Undefined is what JSON leaves out. */
function copy(value: unknown, walk: Walk): ReportJson | undefined {
  switch (typeof value) {
    case "string":
      return take(value, walk);
    case "number":
      spend(8, walk);
      return Number.isFinite(value) ? value : null;
    case "boolean":
      spend(5, walk);
      return value;
    case "bigint":
      return take(value.toString(), walk);
    case "object":
      return value === null ? null : copyObject(value, walk);
    default:
      return undefined;
  }
}

function copyObject(value: object, walk: Walk): ReportJson | undefined {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return take(`[${value.byteLength} bytes]`, walk);
  if (value instanceof Error) return { name: take(String(value.name), walk), message: take(String(value.message), walk) };
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return copy(value.valueOf(), walk);
  if (walk.around.includes(value)) return take("[circular]", walk);
  if (walk.around.length >= MAX_DEPTH) return take("[too deep]", walk);
  walk.around.push(value);
  const copied = copyParts(value, walk);
  walk.around.pop();
  return copied;
}

function copyParts(value: object, walk: Walk): ReportJson | undefined {
  if ("toJSON" in value && typeof value.toJSON === "function") return copy(value.toJSON(), walk);
  spend(2, walk);
  if (Array.isArray(value)) {
    const items: ReportJson[] = [];
    for (let index = 0; index < value.length && walk.left > 0; index += 1) {
      spend(1, walk);
      items.push(copy(value[index], walk) ?? null);
    }
    return items;
  }
  const fields: Record<string, ReportJson> = {};
  for (const key of Object.keys(value)) {
    if (walk.left <= 0) break;
    const field = copy((value as Readonly<Record<string, unknown>>)[key], walk);
    if (field === undefined) continue;
    spend(key.length + 4, walk);
    // Defined, not assigned: a key "__proto__" is a field like any other.
    Object.defineProperty(fields, key, { value: field, enumerable: true, writable: true, configurable: true });
  }
  return fields;
}

function take(text: string, walk: Walk): string {
  const kept = walk.isPatient && text.length > walk.left ? text.slice(0, Math.max(0, walk.left)) : text;
  spend(text.length + 2, walk);
  return kept;
}

function spend(characters: number, walk: Walk): void {
  walk.left -= characters;
  if (walk.left < 0 && !walk.isPatient) throw new TooLarge();
}
