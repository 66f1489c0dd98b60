import type { GeneratedExecution } from "./virtual/recorder.ts";
import { simulate } from "./virtual/simulate.ts";
import { AGENTS } from "./work/roster.ts";
import { createLevels } from "./world/faults.ts";
import { pastStretchAt } from "./world/pace.ts";

/** How many days before `endMs` (epoch ms), and the seed of the world. */
export type HistoryOptions = { readonly days: number; readonly endMs: number; readonly seed: number };

const DAY_MS = 86_400_000;

/**
 * What the fleet would have done in the days before `endMs`: its own routines, run in virtual time against the same world, faults and
 * rules. About 700 executions a day at first, 15,000 on the last one, in batches; the same options give the same executions, ids included. Each batch is in the order in
 * which executions ended.
 */
export function* generateHistory({ days, endMs, seed }: HistoryOptions): Generator<readonly GeneratedExecution[]> {
  const wholeEndMs = Math.floor(endMs);
  yield* simulate({
    seed,
    startMs: wholeEndMs - days * DAY_MS,
    endMs: wholeEndMs,
    stretchAt: (nowMs) => pastStretchAt(nowMs, wholeEndMs),
    levelsAt: createLevels(seed),
    agents: AGENTS,
  });
}
