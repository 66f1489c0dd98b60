import { addChunk } from "./error-chunk.ts";
import { findClosingBracket, findClosingQuote, isList, isQuote, opensLiteral } from "./error-enclosed.ts";
import { describePayload } from "./error-payload.ts";
import { TokenList } from "./error-tokens.ts";
import { classOf, DELIMITER, isWordCode, LIST, OBJECT, SPACE, VARIABLE } from "./error-words.ts";

/** As many words tell templates apart; what comes later is detail, and a bound. */
const MAX_TOKENS = 64;
const REQUEST_LINE = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE) \S/;
const MASKED_OBJECT = /\{([\w #.,=-]*)…\}/y;

/** Marks of a message while it is read. */
type Reading = {
  readonly text: string;
  readonly tokens: TokenList;
  /** For each open round bracket: where it stands, and how many tokens were before it. */
  readonly open: { readonly at: number; readonly tokens: number }[];
  /** Kinds of quotes and brackets that are known not to close any more. */
  unclosed: string;
};

/**
 * Splits a message into words and variables. Variables are told by their shape: what holds a digit, paths, addresses, hosts, quoted
 * text, literals of lists and objects, values like `null`, and the names that follow "user". One pass, linear in the length.
 */
export function scanMessage(text: string): TokenList {
  const reading: Reading = { text, tokens: new TokenList(), open: [], unclosed: "" };
  let at = 0;
  while (at < text.length && reading.tokens.length < MAX_TOKENS) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === SPACE) at += 1;
    else if (kind === DELIMITER) at = readDelimiter(reading, at, code);
    else at = addChunk(text, at, reading.tokens);
  }
  return reading.tokens.hasDate ? reading.tokens.withDatesMasked() : reading.tokens;
}

/** Reads what begins with a delimiter, and returns where to go on. */
function readDelimiter(reading: Reading, at: number, code: number): number {
  const { text, tokens } = reading;
  if (code === 60 && text.startsWith(VARIABLE, at)) {
    tokens.mask(VARIABLE, at, at + VARIABLE.length);
    return at + VARIABLE.length;
  }
  if (isQuote(code)) return readQuote(reading, at);
  if (code === 91 || code === 123) return readLiteral(reading, at);
  if (code === 40) return openBracket(reading, at);
  if (code === 41) return closeBracket(reading, at);
  return at + 1;
}

/** A quotation is a value, but for the request line of an access log, whose method says what was done. */
function readQuote(reading: Reading, at: number): number {
  const { text, tokens } = reading;
  if (isWordCode(text.charCodeAt(at - 1)) || reading.unclosed.includes(text.charAt(at))) return at + 1;
  const close = findClosingQuote(text, at);
  if (close < 0) {
    reading.unclosed += text.charAt(at);
    return at + 1;
  }
  if (REQUEST_LINE.test(text.slice(at + 1, at + 10))) return at + 1;
  tokens.mask(VARIABLE, at, close + 1);
  return close + 1;
}

/** A list or an object is a value; one that the message cuts off reaches to its end. */
function readLiteral(reading: Reading, at: number): number {
  const { text, tokens } = reading;
  const bracket = text.charAt(at);
  const masked = readMasked(reading, at);
  if (masked > 0) return masked;
  if (reading.unclosed.includes(bracket) || !opensLiteral(text, at)) return at + 1;
  const close = findClosingBracket(text, at);
  const end = close < 0 ? text.length : close + 1;
  const body = text.slice(at, end);
  if (close < 0 && !/^[[{]\s*["'\\]/.test(body)) {
    reading.unclosed += bracket;
    return at + 1;
  }
  if (bracket === "[" && !isList(body, !isWordCode(text.charCodeAt(at - 1)) && tokens.length > 0)) return at + 1;
  const payload = body.indexOf("{") >= 0 && body.indexOf("{") < 3 ? describePayload(body) : "";
  if (bracket === "[" && payload === "") tokens.mask(LIST, at, end);
  else tokens.mask(payload === "" ? OBJECT : `{${payload}…}`, at, end);
  return end;
}

/** What a template's own text has in place of a literal; 0 when there is none here. */
function readMasked({ text, tokens }: Reading, at: number): number {
  if (text.startsWith(LIST, at)) {
    tokens.mask(LIST, at, at + LIST.length);
    return at + LIST.length;
  }
  MASKED_OBJECT.lastIndex = at;
  const match = MASKED_OBJECT.exec(text);
  if (match === null) return 0;
  tokens.mask(match[0], at, at + match[0].length);
  return at + match[0].length;
}

function openBracket(reading: Reading, at: number): number {
  const { text, tokens } = reading;
  // `init()` is a name, and its brackets are no empty value.
  if (text.charAt(at + 1) === ")" && isWordCode(text.charCodeAt(at - 1))) return at + 2;
  reading.open.push({ at, tokens: tokens.length });
  tokens.barrier = tokens.length;
  tokens.afterNumber = false;
  return at + 1;
}

/** A bracket that holds nothing but a value, or nothing, is one value: a remark whose text varies. */
function closeBracket({ tokens, open }: Reading, at: number): number {
  const opened = open.pop();
  tokens.barrier = open.at(-1)?.tokens ?? 0;
  tokens.afterNumber = false;
  if (opened === undefined) return at + 1;
  const held = tokens.length - opened.tokens;
  const isValue = held === 0 || (held === 1 && tokens.words[opened.tokens] === VARIABLE);
  if (isValue) tokens.fold(opened.tokens, `(${VARIABLE})`, [opened.at, at + 1]);
  return at + 1;
}
