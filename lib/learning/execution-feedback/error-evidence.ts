import type { Places } from "./error-form.ts";

/** So many different words in one place are values, not kinds: fewer are as often two errors as one. */
const MIN_WORDS = 6;
/**
 * Sentences that begin in so many ways, after the same ones, are detail: the first say what happened. Sentences that begin alike are one
 * sentence, and what varies in them are words.
 */
const MIN_BEGINNINGS = 4;

/** A template as far as evidence is concerned. */
type Member = { readonly number: number };

/** A place that has just turned out to vary, and the templates that differ there. */
export type Finding<T extends Member> = { readonly kind: "word" | "end"; readonly index: number; readonly members: readonly T[] };

/**
 * Which templates differ in one place only. Remembers for each place of each form who has something there, and finds when that is
 * enough to call the place variable. `root` tells into which template another was merged.
 */
export class ErrorEvidence<T extends Member> {
  private readonly words = new Map<number, T[]>();
  private readonly ends = new Map<number, { readonly next: number; readonly member: T }[]>();
  private readonly root: (member: T) => T;

  constructor(root: (member: T) => T) {
    this.root = root;
  }

  /** Adds a form of a template. */
  add(places: Places, member: T): void {
    for (const { key } of places.words) push(this.words, key, member);
    for (const { key, next } of places.ends) push(this.ends, key, { next, member });
  }

  /** Forgets a form of a template. */
  remove(places: Places, member: T): void {
    for (const { key } of places.words) drop(this.words, key, (one) => one === member);
    for (const { key } of places.ends) drop(this.ends, key, (one) => one.member === member);
  }

  /** The first place of a form that varies by now and is shared by more than one template; null when there is none. */
  find(places: Places): Finding<T> | null {
    for (const [index, { key }] of places.ends.entries()) {
      const sentences = this.ends.get(key) ?? [];
      const members = sentences.map(({ member }) => member);
      const isVaried = new Set(sentences.map(({ next }) => next)).size >= MIN_BEGINNINGS;
      if (isVaried && this.countRoots(members) >= MIN_BEGINNINGS) return { kind: "end", index, members };
    }
    for (const [index, { key }] of places.words.entries()) {
      const members = this.words.get(key) ?? [];
      if (members.length >= MIN_WORDS && this.countRoots(members) > 1) return { kind: "word", index, members };
    }
    return null;
  }

  private countRoots(members: readonly T[]): number {
    return new Set(members.map(this.root)).size;
  }
}

function push<V>(map: Map<number, V[]>, key: number, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function drop<V>(map: Map<number, V[]>, key: number, isGone: (value: V) => boolean): void {
  const rest = (map.get(key) ?? []).filter((value) => !isGone(value));
  if (rest.length === 0) map.delete(key);
  else map.set(key, rest);
}
