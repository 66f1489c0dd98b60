/** What stands in a template where a value stood in the message. */
export const VARIABLE = "<*>";
/** A list of values. */
export const LIST = "[…]";
/** An object of which only is known that it is one. */
export const OBJECT = "{…}";

/** What a word may be besides a word: part of a measure or a date, a value, or what announces a name. */
export type WordRole = "unit" | "month" | "weekday" | "zone" | "value" | "account" | "function";

const ROLES: Readonly<Record<WordRole, string>> = {
  unit:
    "ns us µs μs ms msec msecs millisecond milliseconds s sec secs second seconds min mins minute minutes h hr hrs hour hours day days " +
    "b kb mb gb tb pb kib mib gib tib byte bytes",
  month:
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december",
  weekday: "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday",
  zone: "utc gmt pst pdt mst mdt cst cdt est edt cet cest bst ist jst",
  value: "true false null none nil undefined nan",
  account: "user username",
  function: "not is was has had does did can cannot could must may and or in on at by from for with to of",
};

/** Each word in lower case, with a capital, and in capitals, which saves a conversion for every word of every message. */
function listRoles(): ReadonlyMap<string, WordRole> {
  const roles = Object.keys(ROLES) as WordRole[];
  return new Map(
    roles.flatMap((role) =>
      ROLES[role].split(" ").flatMap((word) => {
        const forms = [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()];
        return (role === "zone" ? forms.slice(2) : forms).map((form): [string, WordRole] => [form, role]);
      }),
    ),
  );
}

/** The role of a word, as it is written in English messages; undefined for a plain word. */
export const WORD_ROLES = listRoles();

/** Classes of characters below 128. */
export const SPACE = 1;
/** A letter, and all that is not ASCII. */
export const LETTER = 2;
/** 0 to 9. */
export const DIGIT = 3;
/** What ends a word wherever it stands. */
export const DELIMITER = 4;

function classify(): Uint8Array {
  const classes = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const character = String.fromCharCode(code);
    if (code <= 32 || code === 127) classes[code] = SPACE;
    else if (/[A-Za-z]/.test(character)) classes[code] = LETTER;
    else if (/[0-9]/.test(character)) classes[code] = DIGIT;
    else if ("()[]{}<>\"',;=|`".includes(character)) classes[code] = DELIMITER;
  }
  return classes;
}

const CLASSES = classify();

/**
 * The class of a UTF-16 code unit; 0 for other punctuation, and for NaN, which stands before the start and after the end of a text.
 * Spaces and marks without width of Unicode count as space.
 */
export function classOf(code: number): number {
  if (!(code >= 128)) return CLASSES[code] ?? 0;
  if (code < 0xa1) return SPACE;
  if (code >= 0x2000 && code <= 0x2064) return code <= 0x200f || (code >= 0x2028 && code <= 0x202f) || code >= 0x205f ? SPACE : 0;
  return code === 0xfeff || code === 0x3000 ? SPACE : LETTER;
}

/** True for letters and digits. */
export function isWordCode(code: number): boolean {
  const kind = classOf(code);
  return kind === LETTER || kind === DIGIT;
}
