import { hashText } from "./error-hash.ts";
import { scanMessage } from "./error-scanner.ts";
import type { TokenList } from "./error-tokens.ts";
import { LIST, VARIABLE } from "./error-words.ts";

/** A sentence of fewer words ("Warning.") says too little to stand for what follows it. */
const MIN_HEAD_WORDS = 2;
/** Enough constant words around an open place for it to be the same sentence. */
const MIN_OTHER_WORDS = 3;
const GAP_OF_SENTENCES = /[.!?]["')\]]*\s|[.!?]$/;
const CLOSING = /^[.!?)\]"'}>]+/;
const CONTROL = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** The places of a form where it may turn out to vary, each as a key that all forms have in common that differ only there. */
export type Places = {
  /** A word that is not the first: everything else is as it is. `isAlone` when its neighbours are words and enough words remain. */
  readonly words: readonly { readonly key: number; readonly general: string; readonly isAlone: boolean }[];
  /** The end of a sentence: everything before it (in the text, up to `headEnd`), and the hash of the next word. */
  readonly ends: readonly { readonly key: number; readonly next: number; readonly headEnd: number }[];
};

/** Key of a form among the exact ones. */
export function keyOf(tokens: TokenList): string {
  return tokens.words.join(" ");
}

/** True for what stands for a value. A described object is a constant: it says what kind of error it is. */
function isMask(word: string): boolean {
  return word === VARIABLE || word === LIST;
}

/** See `Places`. Costs the square of the form's length (at most 64); only forms that were not met lately are looked at. */
export function findPlaces(text: string, tokens: TokenList): Places {
  const { words } = tokens;
  const constants = words.filter((word) => !isMask(word)).length;
  const first = words.findIndex((word) => !isMask(word));
  const places = words.flatMap((word, at) => {
    if (at <= first || isMask(word) || word.startsWith("{")) return [];
    const general = generalise(words, at);
    const isAlone = constants > MIN_OTHER_WORDS && words[at - 1] !== VARIABLE && words[at + 1] !== VARIABLE;
    return [{ key: hashText(`${at} ${general}`), general: general.join(" "), isAlone }];
  });
  return { words: places, ends: findEnds(text, tokens) };
}

/** The words with a variable in one place. */
export function generalise(words: readonly string[], at: number): string[] {
  return words.map((word, index) => (index === at ? VARIABLE : word));
}

function findEnds(text: string, tokens: TokenList): Places["ends"] {
  const stops: number[] = [];
  for (let at = MIN_HEAD_WORDS; at <= tokens.length; at += 1) {
    const gap = text.slice(tokens.ends[at - 1], tokens.starts[at] ?? text.length);
    if (GAP_OF_SENTENCES.test(gap)) stops.push(at);
  }
  return stops.map((stop) => {
    const head = tokens.words.slice(0, stop);
    const payload = tokens.words.slice(stop).find((word) => word.startsWith("{")) ?? "";
    const headEnd = tokens.starts[stop] ?? text.length;
    return { key: hashText(`${payload} ${head.join(" ")}`), next: hashText(tokens.words[stop] ?? ""), headEnd };
  });
}

/** As many rounds make any text settle; one is the rule. */
const MAX_ROUNDS = 4;

/** A text whose own form is its key: what a template is called, recognised by, and restored from. */
export type Form = { readonly text: string; readonly key: string; readonly tokens: TokenList };

/**
 * The form of a message. Masking can change how the neighbourhood of a mask reads (a quote before `<*>`), so that a text is masked until
 * it stays as it is: then a template's own text always leads to the template.
 */
export function formOf(text: string, tokens: TokenList): Form {
  let form: Form = { text, key: "", tokens };
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = renderTemplate(form.text, form.tokens);
    const scanned = scanMessage(next);
    const isSettled = next === form.text;
    form = { text: next, key: keyOf(scanned), tokens: scanned };
    if (isSettled) break;
  }
  return form;
}

/** The text with its variables masked, spaces and control characters made single spaces. */
function renderTemplate(text: string, tokens: TokenList): string {
  let result = "";
  let end = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const start = tokens.starts[at] ?? end;
    result += text.slice(end, start) + (tokens.words[at] ?? "");
    end = tokens.ends[at] ?? start;
  }
  return tidy(result + (tokens.length === 0 ? text : (CLOSING.exec(text.slice(end, end + 4))?.[0] ?? "")));
}

function tidy(text: string): string {
  return text.replace(CONTROL, " ").trim();
}

/** A form's text with one more word masked; null when the form has no place that leads to `general`. */
export function openWord({ text, tokens }: Form, general: string): string | null {
  const at = tokens.words.findIndex((_, index) => generalise(tokens.words, index).join(" ") === general);
  return at < 0 ? null : `${text.slice(0, tokens.starts[at])}${VARIABLE}${text.slice(tokens.ends[at])}`;
}
