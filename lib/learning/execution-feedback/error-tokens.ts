import { LIST, VARIABLE, WORD_ROLES } from "./error-words.ts";

/** A list of values with several kinds of content is still one place. */
const MASKS = new Set([VARIABLE, LIST]);

/**
 * The words and masked variables of one message, in order: `words[i]` stands at `starts[i]` to `ends[i]` in it. Variables that follow
 * each other are one: how many values there are is no part of a template.
 */
export class TokenList {
  readonly words: string[] = [];
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  /** Whether the last token is a plain number, so that a unit after it belongs to it. */
  afterNumber = false;
  /** Whether there is a name of a month or of a day among the words. */
  hasDate = false;
  /** A variable before this index stands outside the bracket that is open now. */
  barrier = 0;

  get length(): number {
    return this.words.length;
  }

  /** Adds a word, or a mask, as it is. */
  add(word: string, start: number, end: number): void {
    this.words.push(word);
    this.starts.push(start);
    this.ends.push(end);
    this.afterNumber = false;
  }

  /** Adds a masked value; one more in a row of the same kind makes the row longer; of objects the first describes it. */
  mask(word: string, start: number, end: number): void {
    const last = this.words.length - 1;
    const before = this.words[last];
    const isRow = before === word || (word.startsWith("{") && before?.startsWith("{"));
    if (last >= this.barrier && isRow) this.ends[last] = end;
    else this.add(word, start, end);
    this.afterNumber = false;
  }

  /** Takes the last token's unit into it. */
  extendLast(end: number): void {
    this.ends[this.ends.length - 1] = end;
    this.afterNumber = false;
  }

  /** Replaces the tokens from an index on by one. */
  fold(from: number, word: string, [start, end]: readonly [number, number]): void {
    this.words.length = from;
    this.starts.length = from;
    this.ends.length = from;
    this.add(word, start, end);
  }

  /** The same list with words of dates ("Fri Jun 17 … PDT") in the variable beside them. */
  withDatesMasked(): TokenList {
    const result = new TokenList();
    for (let at = 0; at < this.words.length; at += 1) {
      const word = this.words[at] ?? "";
      const isMask = MASKS.has(word) || this.belongsToDate(at, result);
      if (isMask) result.mask(word === LIST ? LIST : VARIABLE, this.starts[at] ?? 0, this.ends[at] ?? 0);
      else result.add(word, this.starts[at] ?? 0, this.ends[at] ?? 0);
    }
    return result;
  }

  private belongsToDate(at: number, before: TokenList): boolean {
    const role = WORD_ROLES.get(this.words[at] ?? "");
    const next = this.words[at + 1];
    const follows = before.words.at(-1) === VARIABLE;
    if (role === "month") return follows || next === VARIABLE;
    if (role === "weekday") return next === VARIABLE || WORD_ROLES.get(next ?? "") === "month";
    return role === "zone" && follows;
  }
}
