import { describe, expect, test } from "vitest";
import { checkPrice, emptyPriceForm, nextPriceForm, type PriceForm, priceFormFor } from "./price-form.ts";

const NOW_MS = Date.parse("2026-11-22T18:33:17Z");
const FORM: PriceForm = {
  provider: " OpenAI ",
  model: "GPT-5*",
  validFrom: "2026-11-01T00:00",
  inputUsd: "1.25",
  outputUsd: "$ 10",
  cachedInputUsd: "",
  note: " the list ",
};
const PRICE = {
  provider: "openai",
  model: "gpt-5*",
  validFrom: "2026-11-01T00:00:00.000Z",
  inputUsd: 1.25,
  outputUsd: 10,
  cachedInputUsd: null,
  note: "the list",
};

describe("a price form", () => {
  test("is read as it was meant", () => {
    expect(checkPrice(FORM)).toEqual({ kind: "good", price: PRICE });
    expect(checkPrice({ ...FORM, provider: " ", cachedInputUsd: ".125" })).toMatchObject({
      price: { provider: null, cachedInputUsd: 0.125 },
    });
  });

  test.each<[keyof PriceForm, string]>([
    ["model", " "],
    ["model", "*"],
    ["model", "a*b"],
    ["model", "x".repeat(201)],
    ["provider", "x".repeat(121)],
    ["validFrom", ""],
    ["validFrom", "soon"],
    ["validFrom", "1969-12-31T23:59"],
    ["validFrom", "9998-01-01T00:00"],
    ["inputUsd", ""],
    ["inputUsd", "-1"],
    ["inputUsd", "1,25"],
    ["inputUsd", "1e3"],
    ["outputUsd", "100001"],
    ["outputUsd", "free"],
    ["cachedInputUsd", "half"],
    ["note", "x".repeat(501)],
  ])("with %s %j says so at that field, and at no other", (field, text) => {
    const checked = checkPrice({ ...FORM, [field]: text });
    expect(checked.kind === "bad" ? Object.keys(checked.faults) : []).toEqual([field]);
  });

  test("says all that is wrong at once", () => {
    const checked = checkPrice(emptyPriceForm(NOW_MS));
    expect(checked.kind === "bad" ? Object.keys(checked.faults).sort() : []).toEqual(["inputUsd", "model", "outputUsd"]);
  });

  test("begins with the day, with the first day a model was seen, or with now", () => {
    expect(emptyPriceForm(NOW_MS).validFrom).toBe("2026-11-22T00:00");
    const counts = { hasPrice: false, executions: 1, inputTokens: 1, outputTokens: 1, addedUsd: 0, isCapped: false };
    const seen = { ...counts, model: "GPT-5", provider: "OpenAI", firstStartedAt: "2026-11-03T23:59:59Z" };
    expect(priceFormFor(seen)).toMatchObject({ model: "gpt-5", provider: "openai", validFrom: "2026-11-03T00:00", inputUsd: "" });
    const known = { ...PRICE, id: "i", createdBy: null, createdAt: "2026-11-01T00:00:00Z" };
    expect(nextPriceForm(known, NOW_MS)).toMatchObject({ validFrom: "2026-11-22T18:33", inputUsd: "1.25", cachedInputUsd: "", note: "" });
  });
});
