import { isWordCode } from "./error-words.ts";

const BACKSLASH = 92;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const BACKTICK = 96;
/** Deeper nesting than any message shows; beyond it brackets are not told apart. */
const MAX_DEPTH = 64;

/** True for ", ' and `. */
export function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE || code === BACKTICK;
}

/**
 * Where a quotation ends: the index of the quote that closes the one at `open`, -1 when none does. A quote before a letter or a digit
 * closes nothing (it's an apostrophe), nor does one after a backslash.
 */
export function findClosingQuote(text: string, open: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === quote && !isWordCode(text.charCodeAt(at + 1))) return at;
  }
  return -1;
}

/** Where a bracket closes that opens at `open`, quotations skipped; -1 when the text ends before. */
export function findClosingBracket(text: string, open: number): number {
  let depth = 0;
  // A quote that never closes is looked for once, not at each of its kind: the time stays linear.
  let unclosed = "";
  for (let at = open; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isQuote(code)) {
      if (isWordCode(text.charCodeAt(at - 1)) || unclosed.includes(text.charAt(at))) continue;
      const close = findClosingQuote(text, at);
      if (close > 0) at = close;
      else unclosed += text.charAt(at);
    } else if (code === 91 || code === 123 || code === 40) {
      depth += 1;
      if (depth > MAX_DEPTH) return -1;
    } else if (code === 93 || code === 125 || code === 41) {
      depth -= 1;
      if (depth <= 0) return at;
    }
  }
  return -1;
}

const NUMBER_LIST = /^\[[\d\s,.[\]()eE+-]*\]$/;
const SINGLE_NUMBER = /^\[\s*-?\d{1,6}(\.\d+)?\s*\]$/;

/**
 * Whether what stands in square brackets is a list of values: texts, several numbers, or one short number that stands free. A long
 * number, or one that follows a word at once (`sshd[4711]`), is an id.
 */
export function isList(body: string, isFree: boolean): boolean {
  const first = body.charCodeAt(firstInside(body));
  if (first !== 45 && !(first >= 48 && first <= 57)) return true;
  if (!NUMBER_LIST.test(body)) return body.includes(",") && /["'{]/.test(body);
  return body.includes(",") || (isFree && SINGLE_NUMBER.test(body));
}

/** Index of the first character after an opening bracket that is no space. */
function firstInside(body: string): number {
  let at = 1;
  while (at < body.length && body.charCodeAt(at) <= 32) at += 1;
  return at;
}

/** Whether a bracket opens a literal, as JSON and most languages print lists and objects, and no prose. */
export function opensLiteral(text: string, open: number): boolean {
  const at = open + firstInside(text.slice(open, open + 80));
  const next = text.charAt(at);
  if (text.charAt(open) === "{") return next === '"' || next === "'" || next === "}" || next === "\\";
  if (/["'[{\]\\\d-]/.test(next)) return true;
  return /^(?:true|false|null|none)\b/i.test(text.slice(at, at + 6));
}
