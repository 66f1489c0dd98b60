import type { Json } from "../domain/execution.ts";

/** Far more levels than data has, and few enough for whoever reads it by recursion. */
const MAX_DEPTH = 64;

/** The value that a text holds as JSON, where it is an object, a list or a quoted text; else the text itself. Never raises. */
export function parseJsonText(text: string): Json {
  if (!/^\s*[[{"]/.test(text)) return text;
  try {
    const value: Json = JSON.parse(text);
    return isDeeperThan(value, MAX_DEPTH) ? text : value;
  } catch {
    // A text that only begins like JSON is a text.
    return text;
  }
}

/** `value`, or what of it fits into `maxCharacters` of JSON with a word on how much there was. `isCut` says which. */
export function clipJson(value: Json, maxCharacters: number): { readonly value: Json; readonly isCut: boolean } {
  const written = JSON.stringify(value);
  if (written.length <= maxCharacters) return { value, isCut: false };
  const text = typeof value === "string" ? value : written;
  // Room for the words around it.
  let length = maxCharacters - 100;
  while (length > 0 && JSON.stringify(text.slice(0, length)).length > maxCharacters - 80) length = Math.floor(length * 0.8);
  return { value: { cut: text.slice(0, length).toWellFormed(), characters: written.length }, isCut: true };
}

/** A text of at most `maxCharacters`; a longer one ends in an ellipsis. */
export function clipText(text: string, maxCharacters: number): string {
  return text.length <= maxCharacters ? text : `${text.slice(0, maxCharacters - 1).toWellFormed()}…`;
}

/**
 * What stands in attributes like `0.message.role` as one value: numbers in a path are positions of a list, other words are
 * names. Where a path runs through a value, the value gives way.
 */
export function unflatten(parts: Readonly<Record<string, Json>>): Json {
  const root: Branch = new Map();
  for (const [path, value] of Object.entries(parts)) {
    const words = path.split(".").slice(0, MAX_DEPTH);
    let branch = root;
    for (const word of words.slice(0, -1)) {
      const next = branch.get(word);
      const below: Branch = next instanceof Map ? next : new Map();
      branch.set(word, below);
      branch = below;
    }
    branch.set(words.at(-1) ?? "", value);
  }
  return fold(root);
}

type Branch = Map<string, Json | Branch>;

function fold(branch: Branch): Json {
  const entries = [...branch.entries()].map(([word, value]) => [word, value instanceof Map ? fold(value) : value] as const);
  const isList = entries.length > 0 && entries.every(([word]) => /^\d{1,6}$/.test(word));
  if (!isList) return Object.fromEntries(entries);
  return [...entries].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}

/** By levels and not by recursion, which is what is to be kept from harm. */
function isDeeperThan(value: Json, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= most && level.length > 0; depth += 1) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return level.length > 0;
}
