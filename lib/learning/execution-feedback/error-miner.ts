import type { ErrorTemplate } from "../../domain/error-template.ts";
import { ErrorEvidence, type Finding } from "./error-evidence.ts";
import { type Form, findPlaces, formOf, keyOf, openWord, type Places } from "./error-form.ts";
import { hashText } from "./error-hash.ts";
import { headOfMessage } from "./error-message.ts";
import { scanMessage } from "./error-scanner.ts";
import { VARIABLE } from "./error-words.ts";

/** As many kinds of errors as somebody can still look through; 2000 of them take 6 MB, of the longest kind 26 MB. */
const MAX_TEMPLATES = 2000;
/** Forms that were met lately and need no second look. */
const MAX_RECENT = 4096;
/** Earlier texts of one template by which it is still recognised at once. */
const MAX_VARIANTS = 8;

/** Bounds of a miner. `maxTemplates` from 1, 2000 when not given: when there are more, those that were not met for longest leave. */
export type ErrorMinerLimits = { readonly maxTemplates?: number };

/** Sorts error messages into templates, one by one; see `createErrorMiner`. */
export type ErrorMiner = {
  /** The template that a message belongs to now. Its id stays; its text may become more general later. */
  assign(message: string): ErrorTemplate;
  /** All templates, the one not met for longest first: what to store, and to give back as `known`. */
  templates(): readonly ErrorTemplate[];
};

/** A template at work: what others see of it, and its forms. */
type Entry = { template: ErrorTemplate; readonly number: number; readonly forms: Form[] };

/**
 * Mines raw error messages into templates, online: each message gets its template at once. Values are masked by their shape; words
 * and the ends of messages are masked when enough evidence has come together that they vary, and the templates that this makes one go
 * on under the earliest id. The same messages in the same order give the same templates, whether the miner was stored in between or not.
 * Memory is bounded by the number of templates; a message costs time linear in its length, of which 2000 characters count.
 *
 * ```ts
 * const miner = createErrorMiner();
 * const { id, text } = miner.assign("Connection to 10.0.0.7:5432 refused after 30 s");
 * const later = createErrorMiner(miner.templates());
 * const isSame = later.assign("Connection to db3.internal:5432 refused after 2 min").id === id; // true
 * ```
 * **Source:** fixed masks before any grouping as in Drain (He et al., ICWS 2017); a place is variable when many words share its context,
 * as in AEL (Jiang et al., QSIC 2008) and Brain (Yu et al., TSC 2023), here decided online and anchored at the start of the message.
 */
export function createErrorMiner(known: readonly ErrorTemplate[] = [], limits: ErrorMinerLimits = {}): ErrorMiner {
  const index = new TemplateIndex(Math.max(1, Math.floor(limits.maxTemplates ?? MAX_TEMPLATES)));
  index.restore(known);
  return {
    assign: (message) => index.assign(headOfMessage(message)).template,
    templates: () => index.list(),
  };
}

class TemplateIndex {
  private readonly maxTemplates: number;
  /** By id, in the order of last use. */
  private readonly entries = new Map<string, Entry>();
  private readonly exact = new Map<string, Entry>();
  private readonly open = new Map<number, Entry>();
  private readonly recent = new Map<string, Entry>();
  private readonly evidence = new ErrorEvidence<Entry>((entry) => this.rootOf(entry));
  private lastNumber = 0;
  private lastUsed: Entry | null = null;

  constructor(maxTemplates: number) {
    this.maxTemplates = maxTemplates;
  }

  list(): readonly ErrorTemplate[] {
    return [...this.entries.values()].map(({ template }) => template);
  }

  restore(known: readonly ErrorTemplate[]): void {
    for (const template of known.slice(-this.maxTemplates)) {
      const entry: Entry = { template, number: template.number, forms: [] };
      this.entries.set(template.id, entry);
      this.lastNumber = Math.max(this.lastNumber, template.number);
    }
    for (const entry of [...this.entries.values()].sort((a, b) => a.number - b.number)) {
      for (const text of [...entry.template.variants, entry.template.text]) this.addForm(entry, text);
      for (const key of entry.template.open) this.open.set(key, entry);
    }
  }

  assign(text: string): Entry {
    const tokens = scanMessage(text);
    const key = keyOf(tokens);
    let entry = this.exact.get(key) ?? this.recent.get(key);
    if (entry === undefined) {
      const form = formOf(text, tokens);
      entry = this.exact.get(form.key) ?? this.place(form) ?? this.found(form);
      if (this.recent.size >= MAX_RECENT) this.recent.clear();
      this.recent.set(key, entry);
    }
    entry = this.rootOf(entry);
    this.touch(entry);
    return entry;
  }

  /** Where a form belongs that was not met before: to a template that is open at a place where the form differs from it. */
  private place({ text, tokens }: Form): Entry | null {
    const places = findPlaces(text, tokens);
    for (const { key } of [...places.ends, ...places.words]) {
      const entry = this.open.get(key);
      if (entry !== undefined) return entry;
    }
    for (const { general, isAlone } of places.words) {
      const entry = isAlone ? this.exact.get(general) : undefined;
      if (entry !== undefined) return entry;
    }
    return null;
  }

  private found(form: Form): Entry {
    this.recent.clear();
    this.lastNumber += 1;
    const number = this.lastNumber;
    const template = { id: this.freeId(form.key), text: form.text, number, mergedInto: null, variants: [], open: [] };
    const entry: Entry = { template, number, forms: [] };
    this.entries.set(template.id, entry);
    this.evictOldest();
    this.learn(this.addForm(entry, form.text), entry);
    return entry;
  }

  private freeId(key: string): string {
    for (let salt = 0; ; salt += 1) {
      const id = `e${hashText(salt === 0 ? key : `${key} ${salt}`)
        .toString(36)
        .padStart(11, "0")}`;
      if (!this.entries.has(id)) return id;
    }
  }

  /** Makes a template known by a text; a text that another one is known by already stays that one's. */
  private addForm(entry: Entry, text: string): Form {
    const tokens = scanMessage(text);
    const form = { text, key: keyOf(tokens), tokens };
    entry.forms.push(form);
    if (!this.exact.has(form.key)) this.exact.set(form.key, entry);
    this.evidence.add(findPlaces(text, tokens), entry);
    return form;
  }

  /** Opens what varies by now, which can make one more place vary. */
  private learn(form: Form, entry: Entry): void {
    const places = findPlaces(form.text, form.tokens);
    const finding = this.evidence.find(places);
    if (finding === null) return;
    const general = this.openText(form, places, finding);
    const generalKey = keyOf(scanMessage(general));
    const owner = this.exact.get(generalKey);
    const winner = this.merge(owner === undefined ? finding.members : [...finding.members, owner]);
    const key = (finding.kind === "end" ? places.ends : places.words)[finding.index]?.key;
    if (key !== undefined) {
      this.open.set(key, winner);
      winner.template = { ...winner.template, open: [...winner.template.open, key] };
    }
    const { text, variants } = winner.template;
    if (owner !== undefined || variants.length >= MAX_VARIANTS) return;
    winner.template = { ...winner.template, text: general, variants: [...variants, text] };
    const added = this.addForm(winner, general);
    if (entry.template.id !== winner.template.id || added.key !== form.key) this.learn(added, winner);
  }

  private openText(form: Form, places: Places, { kind, index }: Finding<Entry>): string {
    if (kind === "end") return `${form.text.slice(0, places.ends[index]?.headEnd).trimEnd()} ${VARIABLE}`;
    return openWord(form, places.words[index]?.general ?? "") ?? form.text;
  }

  /** The earliest of some templates takes the others in. */
  private merge(members: readonly Entry[]): Entry {
    this.recent.clear();
    const roots = [...new Set(members.map((member) => this.rootOf(member)))].sort((a, b) => a.number - b.number);
    const [winner, ...losers] = roots;
    if (winner === undefined) throw new Error("Nothing to merge");
    for (const loser of losers) {
      const { open } = loser.template;
      winner.template = { ...winner.template, open: [...winner.template.open, ...open] };
      loser.template = { ...loser.template, mergedInto: winner.template.id, open: [] };
      for (const key of open) this.open.set(key, winner);
    }
    return winner;
  }

  private rootOf(entry: Entry): Entry {
    let root = entry;
    while (root.template.mergedInto !== null) {
      const next = this.entries.get(root.template.mergedInto);
      // What is given back as known may lack the one that this one was merged into.
      if (next === undefined) root.template = { ...root.template, mergedInto: null };
      else root = next;
    }
    return root;
  }

  private touch(entry: Entry): void {
    if (entry === this.lastUsed) return;
    this.lastUsed = entry;
    this.entries.delete(entry.template.id);
    this.entries.set(entry.template.id, entry);
  }

  private evictOldest(): void {
    for (const entry of this.entries.values()) {
      if (this.entries.size <= this.maxTemplates) return;
      this.evict(entry);
    }
  }

  private evict(entry: Entry): void {
    const { id, open } = entry.template;
    this.entries.delete(id);
    for (const form of entry.forms) {
      if (this.exact.get(form.key) === entry) this.exact.delete(form.key);
      this.evidence.remove(findPlaces(form.text, form.tokens), entry);
    }
    for (const key of open) this.open.delete(key);
    // Only one that is open has taken others in.
    if (open.length === 0) return;
    for (const other of this.entries.values()) {
      if (other.template.mergedInto === id) other.template = { ...other.template, mergedInto: null };
    }
  }
}
