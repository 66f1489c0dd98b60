import type { TokenList } from "./error-tokens.ts";
import { classOf, DELIMITER, DIGIT, LETTER, SPACE, VARIABLE, WORD_ROLES } from "./error-words.ts";

/** No word is longer; keys and encoded data are. */
const MAX_WORD = 80;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const AT = 64;
const BACKSLASH = 92;
const UNDERSCORE = 95;
const TILDE = 126;
const APOSTROPHE = 39;

/** Ends of host names: the generic top-level domains in common use, names of private networks, and `co.uk` and its like. */
const HOST =
  /\.(?:com|net|org|edu|gov|mil|io|dev|app|cloud|local|localdomain|localhost|lan|internal|arpa|(?:com?|ac|edu|gov|net|org)\.[a-z]{2})$/i;
const HEX_GROUPS = /^[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,}$/i;
const PLAIN_NUMBER = /^[-+]?[\d.]+[a-zA-Z%]{0,2}$/;
const DOTS = /\.{2,}|…/;

/** What kinds of characters a chunk holds. */
type Shape = { digits: number; letters: number; slashes: number; dots: number; colons: number; others: number };

/** Reads the run of characters up to the next space or delimiter, adds its words and variables, and returns where it ends. */
export function addChunk(text: string, start: number, tokens: TokenList): number {
  let end = start;
  let isPlain = true;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    const kind = classOf(code);
    if (kind === SPACE || (kind === DELIMITER && !isApostrophe(text, end))) break;
    if (kind !== LETTER && code !== DASH && code !== UNDERSCORE) isPlain = false;
  }
  if (!isPlain) {
    const reach = findAddressEnd(text, start, end);
    if (reach > 0) {
      tokens.mask(VARIABLE, start, reach);
      return reach;
    }
  }
  const [from, to] = trim(text, start, end);
  if (from < to) addWord(text, [from, to], tokens);
  return end;
}

/** "can't": a quote between two letters. */
function isApostrophe(text: string, at: number): boolean {
  if (text.charCodeAt(at) !== APOSTROPHE || at === 0) return false;
  return classOf(text.charCodeAt(at - 1)) === LETTER && at + 1 < text.length && classOf(text.charCodeAt(at + 1)) === LETTER;
}

/** Where a URL, or a path with a query, ends: at delimiters only that no address contains. 0 when the chunk is none. */
function findAddressEnd(text: string, start: number, end: number): number {
  const chunk = text.slice(start, end);
  const isAddress = chunk.includes("://") || (chunk.charCodeAt(0) === SLASH && chunk.includes("?"));
  if (!isAddress) return 0;
  let reach = end;
  while (reach < text.length && classOf(text.charCodeAt(reach)) !== SPACE && !"\"'`<>()[]{},".includes(text.charAt(reach))) reach += 1;
  while (reach > start && ".:;!?|".includes(text.charAt(reach - 1))) reach -= 1;
  return reach;
}

function isEdge(code: number): boolean {
  const kind = classOf(code);
  return kind !== LETTER && kind !== DIGIT && code !== SLASH && code !== BACKSLASH && code !== UNDERSCORE;
}

/** Without the punctuation around a word; what begins a path, an option or a negative number stays. */
function trim(text: string, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  while (to > from && isEdge(text.charCodeAt(to - 1))) to -= 1;
  while (from < to) {
    const code = text.charCodeAt(from);
    if (!isEdge(code) || code === TILDE || code === DASH) break;
    from += 1;
  }
  return [from, to];
}

/** Adds what stands between two places as a word or a variable, or as several where punctuation parts it. */
function addWord(text: string, [from, to]: readonly [number, number], tokens: TokenList): void {
  const shape = measure(text, from, to);
  if (shape.digits + shape.letters === 0) return;
  const word = text.slice(from, to);
  if (shape.digits + shape.slashes + shape.dots + shape.colons + shape.others === 0) {
    if (word.length > MAX_WORD) tokens.mask(VARIABLE, from, to);
    else addPlainWord(word, from, { text, tokens });
  } else if (shape.others > 0 || word.length > MAX_WORD) tokens.mask(VARIABLE, from, to);
  else if (shape.colons > 0) addParts(text, [from, to], { tokens, shape });
  else if (isVariable(word, shape)) maskWord(word, from, { tokens, shape });
  else if (shape.dots > 1 && DOTS.test(word)) addPieces(text, from, { word, separator: DOTS, tokens });
  else tokens.add(word, from, to);
}

function measure(text: string, from: number, to: number): Shape {
  const shape: Shape = { digits: 0, letters: 0, slashes: 0, dots: 0, colons: 0, others: 0 };
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === LETTER) shape.letters += 1;
    else if (kind === DIGIT) shape.digits += 1;
    else if (code === SLASH) shape.slashes += 1;
    else if (code === DOT) shape.dots += 1;
    else if (code === COLON) shape.colons += 1;
    // A Windows path, an escaped text, or an address of a person.
    else if (code === BACKSLASH || (code === AT && at > from)) shape.others += 1;
  }
  return shape;
}

function isVariable(word: string, shape: Shape): boolean {
  if (shape.slashes > 0) {
    const first = word.charCodeAt(0);
    return first === SLASH || first === TILDE || first === DOT || shape.slashes > 1 || shape.digits > 0 || shape.dots > 0;
  }
  if (shape.digits > 0) return shape.dots < 2 || !DOTS.test(word);
  return shape.dots > 0 && HOST.test(word);
}

function maskWord(word: string, from: number, { tokens, shape }: { tokens: TokenList; shape: Shape }): void {
  tokens.mask(VARIABLE, from, from + word.length);
  tokens.afterNumber = shape.slashes === 0 && (shape.letters === 0 || PLAIN_NUMBER.test(word));
}

/** Times, hardware addresses and drive letters are one variable; else each side of a colon is a word of its own. */
function addParts(text: string, [from, to]: readonly [number, number], { tokens, shape }: { tokens: TokenList; shape: Shape }): void {
  const word = text.slice(from, to);
  const isOne = (shape.digits > 0 && HEX_GROUPS.test(word)) || (word.charCodeAt(1) === COLON && shape.slashes > 0);
  if (isOne) tokens.mask(VARIABLE, from, to);
  else addPieces(text, from, { word, separator: ":", tokens });
}

function addPieces(text: string, from: number, parts: { word: string; separator: string | RegExp; tokens: TokenList }): void {
  let at = from;
  for (const piece of parts.word.split(parts.separator)) {
    const start = text.indexOf(piece, at);
    if (piece !== "") addWord(text, [start, start + piece.length], parts.tokens);
    at = start + piece.length;
  }
}

/** A word of letters: mostly itself, sometimes a unit, a value, or the name of an account. */
function addPlainWord(word: string, from: number, { text, tokens }: { text: string; tokens: TokenList }): void {
  const role = WORD_ROLES.get(word);
  const to = from + word.length;
  if (role === "unit" && tokens.afterNumber) tokens.extendLast(to);
  else if (tokens.length > 0 && (role === "value" || namesAccount(role, from, { text, tokens }))) tokens.mask(VARIABLE, from, to);
  else {
    if (role === "month" || role === "weekday") tokens.hasDate = true;
    tokens.add(word, from, to);
  }
}

/** "user alice": the word after it, unless that goes on with the sentence. */
function namesAccount(role: string | undefined, from: number, { text, tokens }: { text: string; tokens: TokenList }): boolean {
  const last = tokens.length - 1;
  if (role === "function" || WORD_ROLES.get(tokens.words[last] ?? "") !== "account") return false;
  return text.slice(tokens.ends[last], from).trim() === "";
}
