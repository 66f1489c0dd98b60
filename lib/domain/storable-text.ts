/** What stands in for a character that cannot be stored: U+FFFD, the replacement character of Unicode. */
const REPLACEMENT = "\ufffd";

/** An escape, as JSON.stringify writes it, of NUL or of half a surrogate pair; an even number of backslashes before it are themselves escaped. */
const ODD_ESCAPE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g;

/** `text` as Postgres can hold it: NUL and halves of surrogate pairs become U+FFFD, everything else stays. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", REPLACEMENT);
}

/** A JSON value whose texts and keys are all as {@link toStorableText} makes them. The value itself when nothing is to be done. */
export function toStorableJson<T>(value: T): T {
  const written = JSON.stringify(value);
  if (written === undefined || written.search(ODD_ESCAPE) < 0) return value;
  // The same value with other characters in it: parsing what was written keeps its type.
  return JSON.parse(written.replace(ODD_ESCAPE, `$1${REPLACEMENT}`)) as T;
}
