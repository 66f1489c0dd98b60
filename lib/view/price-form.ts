import { MODEL_PRICE_LENGTHS, MODEL_PRICE_MAX_USD, type ModelCosts, type ModelPrice } from "../domain/model-price.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** What is written in the form, as it is written. `validFrom` is a day and time in UTC, `2026-11-22T00:00`. */
export type PriceForm = Readonly<Record<"provider" | "model" | "validFrom" | "inputUsd" | "outputUsd" | "cachedInputUsd" | "note", string>>;

/** A price as it is set. */
export type PriceDraft = Omit<ModelPrice, "id" | "createdBy" | "createdAt">;

/** Either a price, or what is wrong with which field. */
export type CheckedPrice =
  | { readonly kind: "good"; readonly price: PriceDraft }
  | { readonly kind: "bad"; readonly faults: Readonly<Partial<Record<keyof PriceForm, string>>> };

/** An instant (epoch ms) as the form writes it: to the minute, in UTC. */
function toFormInstant(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16);
}

/** Reads the form; says of each field that cannot stand what would. */
export function checkPrice(form: PriceForm): CheckedPrice {
  const faults: Partial<Record<keyof PriceForm, string>> = {};
  const amount = (field: "inputUsd" | "outputUsd" | "cachedInputUsd"): number | null => {
    const text = form[field].trim().replace(/^\$\s*/, "");
    if (text === "") {
      if (field !== "cachedInputUsd") faults[field] = "Say what a million tokens cost; 0 if nothing.";
      return null;
    }
    const usd = /^\d*\.?\d+$|^\d+\.$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(usd)) faults[field] = "Write an amount of dollars, such as 0.25.";
    else if (usd > MODEL_PRICE_MAX_USD) faults[field] = "More than $100,000 for a million tokens is a slip of the pen.";
    return usd;
  };
  const model = form.model.trim().toLowerCase();
  if (model === "" || model === "*") faults.model = "Name the model as its agents report it.";
  else if (/\*./.test(model)) faults.model = "A star stands at the end only.";
  else if (model.length > MODEL_PRICE_LENGTHS.model) faults.model = `At most ${MODEL_PRICE_LENGTHS.model} characters.`;
  const provider = form.provider.trim().toLowerCase();
  if (provider.length > MODEL_PRICE_LENGTHS.provider) faults.provider = `At most ${MODEL_PRICE_LENGTHS.provider} characters.`;
  const validFromMs = Date.parse(`${form.validFrom}Z`);
  if (Number.isNaN(validFromMs)) faults.validFrom = "Say since when, as a day and a time.";
  else if (validFromMs < 0 || validFromMs >= Date.UTC(9998, 0, 1)) faults.validFrom = "Between 1970 and 9998.";
  if (form.note.length > MODEL_PRICE_LENGTHS.note) faults.note = `At most ${MODEL_PRICE_LENGTHS.note} characters.`;
  const [inputUsd, outputUsd, cachedInputUsd] = [amount("inputUsd"), amount("outputUsd"), amount("cachedInputUsd")];
  if (Object.keys(faults).length > 0 || inputUsd === null || outputUsd === null) return { kind: "bad", faults };
  const validFrom = new Date(validFromMs).toISOString();
  return {
    kind: "good",
    price: { provider: provider === "" ? null : provider, model, validFrom, inputUsd, outputUsd, cachedInputUsd, note: form.note.trim() },
  };
}

/** The form for a price of a model yet to be named, since the beginning of the day (UTC). */
export function emptyPriceForm(nowMs: number): PriceForm {
  const validFrom = toFormInstant(nowMs - (nowMs % DAY_MS));
  return { provider: "", model: "", validFrom, inputUsd: "", outputUsd: "", cachedInputUsd: "", note: "" };
}

/** The form for a model that was seen without a price: since the day of the first execution seen, so that it covers them all. */
export function priceFormFor(seen: ModelCosts): PriceForm {
  return {
    ...emptyPriceForm(Date.parse(seen.firstStartedAt)),
    model: seen.model.trim().toLowerCase(),
    provider: seen.provider?.trim().toLowerCase() ?? "",
  };
}

/** The form for another price of the same model, from now on. */
export function nextPriceForm(price: ModelPrice, nowMs: number): PriceForm {
  return {
    provider: price.provider ?? "",
    model: price.model,
    validFrom: toFormInstant(nowMs),
    inputUsd: String(price.inputUsd),
    outputUsd: String(price.outputUsd),
    cachedInputUsd: price.cachedInputUsd === null ? "" : String(price.cachedInputUsd),
    note: "",
  };
}
