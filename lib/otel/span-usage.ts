import type { Json } from "../domain/execution.ts";
import { NAMES } from "./attribute-names.ts";
import type { AttributePicker } from "./attribute-picker.ts";
import { fieldsOf, numberOf } from "./otlp-values.ts";
import { parseJsonText } from "./plain-json.ts";

/** What a span says of its model and what it used; only what it says. */
export type SpanUsage = {
  readonly model?: string;
  readonly provider?: string;
  readonly inputTokens?: number;
  readonly cachedInputTokens?: number;
  readonly outputTokens?: number;
  readonly costUsd?: number;
};

/** What the Vercel AI SDK appends to a provider's name to say which of its interfaces was called. */
const PROVIDER_INTERFACE = /\.(chat|responses|messages|completion|embedding|generative-ai|image|transcription|speech)$/;
/** A model named with its provider in front, as LiteLLM does: `mistral/mistral-small-latest`. */
const PREFIXED_MODEL = /^([a-z][a-z0-9_-]*)\/./;
const MAX_COST_USD = 1_000_000;

/** Reads model, provider, tokens and cost (US dollars) from whichever convention a span follows. */
export function readUsage(picker: AttributePicker): SpanUsage {
  const details = fieldsOf(detailsIn(picker, NAMES.usageDetails));
  const model = picker.text(NAMES.model);
  const provider = picker.text(NAMES.provider)?.replace(PROVIDER_INTERFACE, "") ?? PREFIXED_MODEL.exec(model ?? "")?.[1];
  const inputTokens = picker.count(NAMES.inputTokens) ?? countIn(details, ["input", "prompt_tokens"]);
  const outputTokens = picker.count(NAMES.outputTokens) ?? countIn(details, ["output", "completion_tokens"]);
  const costUsd = readCost(picker);
  const cached = readCached(picker, details, inputTokens);
  return {
    ...(model !== undefined && { model }),
    ...(provider !== undefined && { provider }),
    ...(inputTokens !== undefined && { inputTokens }),
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(outputTokens !== undefined && { outputTokens }),
    ...(costUsd !== undefined && costUsd <= MAX_COST_USD && { costUsd }),
  };
}

/** The cached part of the input. Who counts it apart from the input reports more than the input: that is left a tag. */
function readCached(picker: AttributePicker, details: Readonly<Record<string, unknown>>, inputTokens: number | undefined) {
  const cached = NAMES.cachedTokens.find((name) => picker.has(name));
  const value = cached === undefined ? countIn(details, ["input_cached_tokens", "cache_read_input_tokens"]) : undefined;
  if (cached === undefined) return value !== undefined && value <= (inputTokens ?? -1) ? value : undefined;
  const probe = picker.peekCount(cached);
  if (probe === undefined || inputTokens === undefined || probe > inputTokens) return undefined;
  return picker.count(NAMES.cachedTokens);
}

function readCost(picker: AttributePicker): number | undefined {
  const total = picker.amount(NAMES.costUsd);
  if (total !== undefined) return total;
  const input = picker.amount(NAMES.inputCostUsd);
  const output = picker.amount(NAMES.outputCostUsd);
  if (input !== undefined || output !== undefined) return (input ?? 0) + (output ?? 0);
  const details = fieldsOf(detailsIn(picker, NAMES.costDetails));
  const said = numberOf(details["total"]);
  if (said !== undefined && said >= 0) return said;
  const parts = Object.values(details).flatMap((part) => numberOf(part) ?? []);
  return parts.length === 0
    ? undefined
    : Math.max(
        0,
        parts.reduce((sum, part) => sum + part, 0),
      );
}

/** Details come as JSON in a text. */
function detailsIn(picker: AttributePicker, names: readonly string[]): Json | undefined {
  const value = picker.json(names);
  return typeof value === "string" ? parseJsonText(value) : value;
}

function countIn(details: Readonly<Record<string, unknown>>, names: readonly string[]): number | undefined {
  const found = names.map((name) => numberOf(details[name])).find((value) => value !== undefined);
  return found !== undefined && Number.isInteger(found) && found >= 0 ? found : undefined;
}
