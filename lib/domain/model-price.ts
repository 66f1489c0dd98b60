/** What tokens of a model cost from an instant on, until a later price of the same provider and model. */
export type ModelPrice = {
  readonly id: string;
  /** In lower case; null: whoever serves the model. */
  readonly provider: string | null;
  /** In lower case. Stands for its dated versions too; with `*` at the end, for every name that begins so. */
  readonly model: string;
  readonly validFrom: string;
  /** US dollars for a million tokens, as the other two. */
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** For the part of the input that came from the provider's cache; null: as the rest of the input. */
  readonly cachedInputUsd: number | null;
  /** Where the price was read. */
  readonly note: string;
  /** The member who set it; null when that was nobody of this workspace. */
  readonly createdBy: string | null;
  readonly createdAt: string;
};

/** Executions of a model since an instant whose cost no agent reported. */
export type ModelCosts = {
  readonly model: string;
  readonly provider: string | null;
  /** False: no price was in force. True: one was, and gives them another cost than they have. */
  readonly hasPrice: boolean;
  readonly executions: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the price would add to the cost that they have; 0 without a price. */
  readonly addedUsd: number;
  readonly firstStartedAt: string;
  /** There are more than were counted. */
  readonly isCapped: boolean;
};

/** The largest price, in US dollars for a million tokens. */
export const MODEL_PRICE_MAX_USD = 100_000;

/** The longest names and note, in characters. */
export const MODEL_PRICE_LENGTHS = { provider: 120, model: 200, note: 500 } as const;

/** How far back models without a price are looked for, and prices are applied: 30 days. */
export const COSTS_BACK_MS = 30 * 24 * 60 * 60 * 1000;
