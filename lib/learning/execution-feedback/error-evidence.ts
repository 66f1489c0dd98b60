import type { Places } from "./error-form.ts";

/** So many different words in one place are values, not kinds: fewer are as often two errors as one. */
const MIN_WORDS = 8;
/** So many different sentences after the same ones are detail: the first say what happened. */
const MIN_SENTENCES = 5;

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
    for (const { key } of places.words) {
      const members = this.words.get(key);
      if (members === undefined) this.words.set(key, [member]);
      else if (members.length < MIN_WORDS) members.push(member);
    }
    for (const { key, next } of places.ends) {
      const sentences = this.ends.get(key);
      if (sentences === undefined) this.ends.set(key, [{ next, member }]);
      else if (!sentences.some((sentence) => sentence.next === next) && sentences.length < MIN_WORDS * MIN_SENTENCES) {
        sentences.push({ next, member });
      }
    }
  }

  /** Forgets a form of a template. */
  remove(places: Places, member: T): void {
    for (const { key } of places.words) drop(this.words, key, (one) => one === member);
    for (const { key } of places.ends) drop(this.ends, key, (one) => one.member === member);
  }

  /** The first place of a form that varies by now and is shared by more than one template; null when there is none. */
  find(places: Places): Finding<T> | null {
    const end = places.ends.findIndex(({ key }) => this.rootsOf(this.ends.get(key)?.map(({ member }) => member)).size >= MIN_SENTENCES);
    if (end >= 0) return { kind: "end", index: end, members: this.ends.get(places.ends[end]?.key ?? 0)?.map(({ member }) => member) ?? [] };
    const word = places.words.findIndex(({ key }) => (this.words.get(key)?.length ?? 0) >= MIN_WORDS);
    if (word < 0) return null;
    const members = this.words.get(places.words[word]?.key ?? 0) ?? [];
    return this.rootsOf(members).size > 1 ? { kind: "word", index: word, members } : null;
  }

  private rootsOf(members: readonly T[] | undefined): Set<T> {
    return new Set(members?.map(this.root));
  }
}

function drop<V>(map: Map<number, V[]>, key: number, isGone: (value: V) => boolean): void {
  const rest = (map.get(key) ?? []).filter((value) => !isGone(value));
  if (rest.length === 0) map.delete(key);
  else map.set(key, rest);
}
