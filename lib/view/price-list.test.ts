import { describe, expect, test } from "vitest";
import type { ModelCosts, ModelPrice } from "../domain/model-price.ts";
import { groupPrices, modelsWithoutPrice, previewPricing } from "./price-list.ts";

const NOW_MS = Date.parse("2026-11-22T12:00:00Z");

const price = (id: string, validFrom: string, more: Partial<ModelPrice> = {}): ModelPrice => ({
  id,
  provider: null,
  model: "m",
  validFrom,
  inputUsd: 1,
  outputUsd: 2,
  cachedInputUsd: null,
  note: "",
  createdBy: null,
  createdAt: validFrom,
  ...more,
});

const costs = (model: string, more: Partial<ModelCosts> = {}): ModelCosts => ({
  model,
  provider: null,
  hasPrice: true,
  executions: 2,
  inputTokens: 10,
  outputTokens: 10,
  addedUsd: 1.5,
  firstStartedAt: "2026-11-10T00:00:00.000Z",
  isCapped: false,
  ...more,
});

describe("prices of one model", () => {
  test("are the one in force since its very instant, those that were, and those to come", () => {
    const all = [
      "2026-11-01T00:00:00Z",
      "2026-11-22T12:00:00Z",
      "2026-10-01T00:00:00Z",
      "2026-12-01T00:00:00Z",
      "2026-11-22T12:00:00.001Z",
    ];
    const [group] = groupPrices(
      all.map((validFrom, index) => price(String(index), validFrom)),
      NOW_MS,
    );
    expect(group?.present?.id).toBe("1");
    expect(group?.past.map(({ id }) => id)).toEqual(["0", "2"]);
    expect(group?.coming.map(({ id }) => id)).toEqual(["4", "3"]);
  });

  test("may all be to come", () => {
    expect(groupPrices([price("a", "2026-12-01T00:00:00Z")], NOW_MS)).toMatchObject([{ present: null, coming: [{ id: "a" }], past: [] }]);
  });

  test("are told apart by provider, in the order of names", () => {
    const at = "2026-11-01T00:00:00Z";
    const groups = groupPrices([price("1", at, { model: "n" }), price("2", at, { provider: "p" }), price("3", at)], NOW_MS);
    expect(groups.map(({ model, provider }) => [model, provider])).toEqual([
      ["m", null],
      ["m", "p"],
      ["n", null],
    ]);
  });
});

describe("what prices would change", () => {
  test("is the sum over all models that have one, since the first of their executions", () => {
    const found = [costs("a"), costs("b", { executions: 3, addedUsd: -0.5, firstStartedAt: "2026-11-02T00:00:00.000Z", isCapped: true })];
    const unpriced = costs("c", { hasPrice: false, firstStartedAt: "2026-10-30T00:00:00.000Z" });
    expect(previewPricing([...found, unpriced])).toEqual({
      executions: 5,
      addedUsd: 1,
      firstStartedAt: "2026-11-02T00:00:00.000Z",
      isCapped: true,
    });
    expect(previewPricing([unpriced])).toBeNull();
  });

  test("leaves the models without a price, the most used first", () => {
    const without = ["a", "b", "c"].map((model, index) => costs(model, { hasPrice: false, executions: index === 0 ? 1 : 7 }));
    expect(modelsWithoutPrice([costs("d"), ...without]).map(({ model }) => model)).toEqual(["b", "c", "a"]);
  });
});
