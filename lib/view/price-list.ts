import type { ModelCosts, ModelPrice } from "../domain/model-price.ts";

/** The prices of one provider and model: the one in force, those to come (nearest first) and those that were (newest first). */
export type PricedModel = {
  readonly key: string;
  readonly provider: string | null;
  readonly model: string;
  readonly present: ModelPrice | null;
  readonly coming: readonly ModelPrice[];
  readonly past: readonly ModelPrice[];
};

/** Prices by model and provider, as they stand at `nowMs` (epoch ms); in the order of their names. */
export function groupPrices(prices: readonly ModelPrice[], nowMs: number): readonly PricedModel[] {
  const groups = Map.groupBy(prices, (price) => JSON.stringify([price.model, price.provider]));
  return [...groups]
    .map(([key, of]) => {
      const newestFirst = [...of].sort((a, b) => Date.parse(b.validFrom) - Date.parse(a.validFrom));
      const begun = newestFirst.filter((price) => Date.parse(price.validFrom) <= nowMs);
      const [present = null, ...past] = begun;
      const coming = newestFirst.filter((price) => Date.parse(price.validFrom) > nowMs).reverse();
      const [{ provider, model }] = [of[0] ?? { provider: null, model: "" }];
      return { key, provider, model, present, coming, past };
    })
    .sort((a, b) => compareText(a.model, b.model) || compareText(a.provider ?? "", b.provider ?? ""));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What applying the prices would do: to how many executions, how much it adds (USD), and since when they began. */
export type PricingPreview = {
  readonly executions: number;
  readonly addedUsd: number;
  readonly firstStartedAt: string;
  /** There are more than were counted. */
  readonly isCapped: boolean;
};

/** What the prices would change of the past; null when that is nothing. */
export function previewPricing(costs: readonly ModelCosts[]): PricingPreview | null {
  const priceable = costs.filter(({ hasPrice }) => hasPrice);
  const [first] = priceable.map(({ firstStartedAt }) => firstStartedAt).sort();
  if (first === undefined) return null;
  return {
    executions: priceable.reduce((sum, { executions }) => sum + executions, 0),
    addedUsd: priceable.reduce((sum, { addedUsd }) => sum + addedUsd, 0),
    firstStartedAt: first,
    isCapped: priceable.some(({ isCapped }) => isCapped),
  };
}

/** Models without a price, the most used first. */
export function modelsWithoutPrice(costs: readonly ModelCosts[]): readonly ModelCosts[] {
  return costs.filter(({ hasPrice }) => !hasPrice).sort((a, b) => b.executions - a.executions || compareText(a.model, b.model));
}
