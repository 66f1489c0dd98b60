import type { ExecutionReport } from "../domain/ingest.ts";

/** JSON as a report carries it. */
export type ReportJson = Exclude<ExecutionReport["inputs"], undefined>;

/** What became of a value: its JSON, and why it is not the whole value when it is not. */
export type PlainJson = { readonly json: ReportJson; readonly clipped: string | null };

/** How much of a value that is too large is kept, in characters of its JSON. */
const PREVIEW_CHARACTERS = 1000;

/**
 * A copy of `value` as plain JSON of at most `maxCharacters`, so that later changes to the value do not matter. What JSON lacks is
 * written as text (bigint, error), cut (a reference to an object around it) or left out, as `JSON.stringify` does. A value that is too
 * large, or whose own code throws, is replaced by a record that says so. Never throws.
 */
export function toPlainJson(value: unknown, maxCharacters: number): PlainJson {
  let text: string;
  try {
    text = JSON.stringify(value, createReplacer()) ?? "null";
  } catch (error) {
    const clipped = `cannot be written as JSON: ${describeError(error)}`;
    return { json: { clipped }, clipped };
  }
  if (text.length > maxCharacters) {
    const clipped = `is ${text.length} characters of JSON, more than ${maxCharacters}`;
    return { json: { clipped, beginsWith: text.slice(0, PREVIEW_CHARACTERS) }, clipped };
  }
  // What JSON.stringify wrote is JSON, by definition.
  return { json: JSON.parse(text) as ReportJson, clipped: null };
}

/** An error's own words; any other thrown value as text. Never throws. */
export function describeError(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    // A thrown object without a usable toString: its type is all that can be said.
    return `a thrown ${typeof error}`;
  }
}

function createReplacer(): (this: unknown, key: string, value: unknown) => unknown {
  const around: unknown[] = [];
  return function replace(_key, value) {
    if (typeof value === "bigint") return value.toString();
    if (value instanceof Error) return { name: value.name, message: value.message };
    if (typeof value !== "object" || value === null) return value;
    // `this` is the object that holds the value: whatever was entered after it has been left again.
    while (around.length > 0 && around.at(-1) !== this) around.pop();
    if (around.includes(value)) return "[circular]";
    around.push(value);
    return value;
  };
}
