import { findClosingQuote, isQuote } from "./error-enclosed.ts";

/** As far as the head of a payload is read. */
const MAX_CHARACTERS = 2000;
const MAX_KEY_CHARACTERS = 40;
/** The fields of an envelope come first, the data it carries later. */
const MAX_KEYS = 4;
const MAX_KINDS_WITHIN = 6;
const TELLS_OF_ERROR = /error|exception|^fault/i;
const NAMES_KIND = /^(?:__)?(?:type|code|kind|status|reason)$/i;
const ONE_WORD = /^[A-Za-z_][A-Za-z_.-]{1,60}$/;

/**
 * What kind of error an object in a message describes: the names of its first fields, and what a field like `type` or `code` says in
 * one word. Empty when none of its fields tells of an error: then it is data, and data differs from call to call.
 * **Source:** the fields are those of RFC 9457 (problem details) and of the error objects of the large model providers.
 */
export function describePayload(body: string): string {
  const keys: string[] = [];
  const kinds: string[] = [];
  let field = "";
  for (const { text, isKey } of stringsOf(body.slice(0, MAX_CHARACTERS))) {
    if (isKey) {
      field = text
        .slice(0, MAX_KEY_CHARACTERS)
        .replace(/\d+/g, "#")
        .replace(/[^\w #.-]/g, "_");
      if (!keys.includes(field)) keys.push(field);
      if (keys.length > MAX_KINDS_WITHIN) break;
    } else if (NAMES_KIND.test(field) && ONE_WORD.test(text)) kinds.push(`${field}=${text}`);
  }
  const described = keys.slice(0, MAX_KEYS);
  return described.some((key) => TELLS_OF_ERROR.test(key)) ? [...described, ...kinds].join(",") : "";
}

/** The texts in quotes, in order; those before a colon are keys. Ends where a text is cut off. */
function* stringsOf(body: string): Generator<{ readonly text: string; readonly isKey: boolean }> {
  for (let at = 0; at < body.length; at += 1) {
    if (!isQuote(body.charCodeAt(at))) continue;
    const close = findClosingQuote(body, at);
    if (close < 0) return;
    yield { text: body.slice(at + 1, close), isKey: /^\s?:/.test(body.slice(close + 1, close + 3)) };
    at = close;
  }
}
