import { parseArgs } from "node:util";
import { z } from "zod";
import { createQuantileSketch, type QuantileSketch, SKETCH_ALPHA } from "../../../lib/stats/quantile-sketch.ts";
import { type Filter, FilterInputError, type FilterLine, FilterUsageError } from "./filter.ts";

const lineSchema = z.object({ value: z.number(), shard: z.union([z.string(), z.number()]).default("") });

/** One sketch per shard, merged at the end: what a fleet of senders and a database do together. */
export const quantilesFilter: Filter = {
  name: "quantiles",
  summary: "{value, shard} to one line {p50, p95, p99, p999, buckets}; --alpha 0.01 is the relative error",
  run: (lines, args) => run(lines, readAlpha(args)),
};

async function* run(lines: AsyncIterable<FilterLine>, alpha: number): AsyncGenerator<unknown> {
  const shards = new Map<string | number, QuantileSketch>();
  for await (const { number, value } of lines) {
    const parsed = lineSchema.safeParse(value);
    if (!parsed.success) throw new FilterInputError(number, "{value: number, shard} is expected");
    const sketch = shards.get(parsed.data.shard) ?? createQuantileSketch(alpha);
    shards.set(parsed.data.shard, sketch);
    sketch.add(parsed.data.value);
  }
  const merged = createQuantileSketch(alpha);
  for (const sketch of shards.values()) merged.merge(sketch);
  const [p50, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map((q) => merged.quantile(q));
  yield { p50, p95, p99, p999, buckets: merged.buckets };
}

function readAlpha(args: readonly string[]): number {
  const { values } = parseArgs({ args: [...args], options: { alpha: { type: "string", default: String(SKETCH_ALPHA) } } });
  const alpha = Number(values.alpha);
  if (!(alpha > 0 && alpha < 1)) throw new FilterUsageError(`--alpha ${values.alpha}: a relative error lies between 0 and 1.`);
  return alpha;
}
