import type { GeneratedExecution } from "./virtual/recorder.ts";
import { simulate } from "./virtual/simulate.ts";
import { AGENTS } from "./work/roster.ts";
import { HOST_COUNT } from "./world/bookings.ts";
import { createLevels } from "./world/faults.ts";

/** How many days before `endMs` (epoch ms), and the seed of the world. */
export type HistoryOptions = { readonly days: number; readonly endMs: number; readonly seed: number };

/** The live fleet does about one thing a second; its past is so much thinner, so that a first start need not insert millions. */
const HISTORY_STRETCH = 82;
const DAY_MS = 86_400_000;

/**
 * What the fleet would have done in the days before `endMs`: its own routines, run in virtual time against the same world, faults and
 * rules. About 1,330 executions a day, in batches; the same options give the same executions, ids included. Each batch is in the order in
 * which executions ended.
 */
export function* generateHistory({ days, endMs, seed }: HistoryOptions): Generator<readonly GeneratedExecution[]> {
  const wholeEndMs = Math.floor(endMs);
  yield* simulate({
    seed,
    startMs: wholeEndMs - days * DAY_MS,
    endMs: wholeEndMs,
    stretch: HISTORY_STRETCH,
    hostCount: HOST_COUNT,
    levelsAt: createLevels(seed),
    agents: AGENTS,
  });
}
