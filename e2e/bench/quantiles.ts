/** Whether merged sketches keep their promise: every quantile within the relative error, and a merge that equals one sketch over all. */
import { createSeededRandom, drawInt } from "../../lib/core/seeded-random.ts";
import { SKETCH_ALPHA } from "../../lib/stats/quantile-sketch.ts";
import { quantilesFilter } from "../../supabase/local/engine/quantiles.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";
import { dataFolder, feed, readCollection } from "./scores/collection.ts";

const SHARDS = 16;
const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99, p999: 0.999 } as const;

type Answer = { readonly [name in keyof typeof QUANTILES]: number } & { readonly buckets: number };

/** `--data DIR`: the values of DIR/quantiles/tokens.jsonl, dealt to shards at random. */
export const quantilesBenchmark: Benchmark = {
  name: "quantiles",
  summary: "relative error of merged quantile sketches, and whether a merge equals one sketch; --data DIR",
  run: async (args) => {
    const folder = dataFolder(args);
    const lines = readCollection(folder, "quantiles/tokens.jsonl") as readonly { readonly value: number }[] | null;
    if (lines === null || lines.length === 0) throw new LocalError(`${folder} has no quantiles/tokens.jsonl.`);
    const random = createSeededRandom(1);
    const sharded = lines.map(({ value }) => ({ value, shard: drawInt(random, 1, SHARDS) }));
    const started = performance.now();
    const merged = await sketch(sharded);
    const elapsedMs = performance.now() - started;
    const whole = await sketch(lines.map(({ value }) => ({ value, shard: 0 })));
    const errors = Object.entries(QUANTILES).map(([name, q]) => {
      const exact = quantile(
        lines.map(({ value }) => value),
        q,
      );
      const told = merged[name as keyof typeof QUANTILES];
      const error = exact === 0 ? Math.abs(told) : Math.abs(told - exact) / Math.abs(exact);
      say(`${name}: ${told} for ${exact}, relative error ${error.toFixed(5)}`);
      return error;
    });
    const isExact = JSON.stringify(merged) === JSON.stringify(whole);
    say(
      `${lines.length} values in ${SHARDS} shards, ${merged.buckets} buckets; the merge ${isExact ? "equals" : "differs from"} one sketch over all.`,
    );
    return {
      values: lines.length,
      alpha: SKETCH_ALPHA,
      maxRelativeError: round(Math.max(...errors)),
      mergeExact: isExact ? 1 : 0,
      buckets: merged.buckets,
      valuesPerS: round(lines.length / (elapsedMs / 1000)),
    };
  },
};

async function sketch(lines: readonly { readonly value: number; readonly shard: number }[]): Promise<Answer> {
  const [answer] = await feed(quantilesFilter, lines, ["--alpha", String(SKETCH_ALPHA)]);
  return answer as Answer;
}
