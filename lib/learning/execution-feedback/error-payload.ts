/** As far as the head of a payload is read. */
const MAX_CHARACTERS = 2000;
/** The fields of an envelope come first, the data it carries later. */
const MAX_KEYS = 4;
const MAX_KINDS_WITHIN = 6;
const FIELD = /["']([^"'\\]{1,40})["']\s?:\s?(?:["']([A-Za-z_][A-Za-z_.-]{1,60})["'])?/g;
const TELLS_OF_ERROR = /error|exception|fault/i;
const NAMES_KIND = /^(?:__)?(?:type|code|kind|status|reason)$/i;

/**
 * What kind of error an object in a message describes: the names of its first fields, and what a field like `type` or `code` says in
 * one word. Empty when none of its fields tells of an error: then it is data, and data differs from call to call.
 * **Source:** the fields are those of RFC 9457 (problem details) and of the error objects of the large model providers.
 */
export function describePayload(body: string): string {
  const keys: string[] = [];
  const kinds: string[] = [];
  for (const [, name = "", value] of body.slice(0, MAX_CHARACTERS).matchAll(FIELD)) {
    const key = name.replace(/\d+/g, "#").replace(/[^\w #.-]/g, "_");
    if (!keys.includes(key)) keys.push(key);
    if (keys.length > MAX_KINDS_WITHIN) break;
    if (value !== undefined && NAMES_KIND.test(name)) kinds.push(`${key}=${value}`);
  }
  const described = keys.slice(0, MAX_KEYS);
  if (!keys.some((key) => TELLS_OF_ERROR.test(key))) return "";
  return [...described, ...kinds].join(",");
}
