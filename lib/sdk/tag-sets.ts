import { describeError } from "./plain-json.ts";

/** Tags as a series bears them; sorted by name, so that the same tags are the same series. */
export type SeriesTags = Readonly<Record<string, string>>;

/** As a caller gives them. */
export type GivenTags = Readonly<Record<string, unknown>> | undefined;

/** How many distinct sets of tags one metric may have; what comes beyond is counted together, tagged {@link OVERFLOW_TAGS}. */
export const MAX_TAG_SETS = 200;
/** The tags of the one series of what came beyond the bound. */
export const OVERFLOW_TAGS: SeriesTags = { overflow: "true" };

/** What ingest takes; see `metricReportSchema`, against which a test holds these. */
export const TAG_LIMITS = { tags: 32, name: 120, value: 255 } as const;
/** The same tags in another order are another spelling: some are remembered, the others are sorted again at each call. */
const MAX_SPELLINGS = 4 * MAX_TAG_SETS;

/** The bounded sets of tags of one metric, each with what is gathered for it. */
export class TagSets<T> {
  readonly #bySpelling = new Map<string, T>();
  readonly #bySet = new Map<string, T>();
  readonly #create: (tags: SeriesTags | undefined) => T;
  readonly #onOverflow: () => void;
  #untagged: T | undefined;
  #overflow: T | undefined;

  /** `create` makes what is gathered for one set; `onOverflow` is told the first time that a set finds no room. */
  constructor(create: (tags: SeriesTags | undefined) => T, onOverflow: () => void) {
    this.#create = create;
    this.#onOverflow = onOverflow;
  }

  /** What is gathered for these tags. Throws what a getter among them throws. */
  find(tags: GivenTags): T {
    if (tags === undefined || tags === null) {
      this.#untagged ??= this.#create(undefined);
      return this.#untagged;
    }
    const spelling = spell(tags);
    return this.#bySpelling.get(spelling) ?? this.#findSet(tags, spelling);
  }

  #findSet(given: NonNullable<GivenTags>, spelling: string): T {
    const tags = normalise(given);
    const name = JSON.stringify(tags);
    if (name === "{}") return this.find(undefined);
    let found = this.#bySet.get(name);
    if (found === undefined) {
      if (this.#bySet.size >= MAX_TAG_SETS) {
        if (this.#overflow === undefined) this.#onOverflow();
        this.#overflow ??= this.#create(OVERFLOW_TAGS);
        return this.#overflow;
      }
      found = this.#create(tags);
      this.#bySet.set(name, found);
    }
    if (this.#bySpelling.size < MAX_SPELLINGS) this.#bySpelling.set(spelling, found);
    return found;
  }
}

function spell(tags: NonNullable<GivenTags>): string {
  let spelling = "";
  for (const name in tags) {
    const value = tags[name];
    spelling += `${name}\u0000${typeof value === "string" ? value : describeError(value)}\u0001`;
    if (spelling.length > TAG_LIMITS.tags * (TAG_LIMITS.name + TAG_LIMITS.value)) break;
  }
  return spelling;
}

function normalise(tags: NonNullable<GivenTags>): SeriesTags {
  const entries: (readonly [string, string])[] = [];
  for (const name of Object.keys(tags).slice(0, TAG_LIMITS.tags)) {
    const value = tags[name];
    const key = name.trim().slice(0, TAG_LIMITS.name).trim();
    if (key === "" || value === undefined || value === null) continue;
    entries.push([key, (typeof value === "string" ? value : describeError(value)).slice(0, TAG_LIMITS.value)]);
  }
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
