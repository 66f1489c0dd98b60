import type { Random } from "../../../../lib/core/seeded-random.ts";
import type { Routine } from "../work/effects.ts";
import { drawsOf } from "../world/draws.ts";
import type { FaultLevels } from "../world/faults.ts";
import { type GeneratedExecution, Recorder } from "./recorder.ts";
import { VirtualStores } from "./virtual-stores.ts";
import { VirtualWorld } from "./virtual-world.ts";

/** A span of virtual time: from, until, how much slower than their own pauses the agents go, and the faults, of each instant. */
export type Simulation = {
  readonly seed: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly stretchAt: (nowMs: number) => number;
  readonly levelsAt: (nowMs: number) => FaultLevels;
  readonly agents: Readonly<Record<string, () => Routine<void>>>;
};

type Walker = { readonly routine: Routine<void>; readonly random: Random; nowMs: number; answer: unknown };

/** How many executions are handed on together. */
const BATCH = 1000;

/**
 * Lets the agents work in virtual time, each instant in its order, and gives the executions that ended before `endMs`, in batches. What
 * is still under way then is not given. The same simulation gives the same executions, ids included.
 */
export function* simulate(simulation: Simulation): Generator<readonly GeneratedExecution[]> {
  const { seed, startMs, endMs } = simulation;
  const world = new VirtualWorld(seed, new VirtualStores(seed));
  const recorder = new Recorder();
  const walkers = Object.entries(simulation.agents).map(([agentId, run]): Walker => {
    return { routine: run(), random: drawsOf(seed, `history-${agentId}`, startMs), nowMs: startMs, answer: undefined };
  });
  for (let next = earliest(walkers); next !== undefined && next.nowMs < endMs; next = earliest(walkers)) {
    walk(next, { simulation, world, recorder });
    if (recorder.endedCount >= BATCH) yield recorder.takeEnded();
  }
  if (recorder.endedCount > 0) yield recorder.takeEnded();
}

type Surroundings = { readonly simulation: Simulation; readonly world: VirtualWorld; readonly recorder: Recorder };

/** One effect of one agent. */
function walk(walker: Walker, { simulation, world, recorder }: Surroundings): void {
  const step = walker.routine.next(walker.answer);
  if (step.done) {
    walker.nowMs = Number.POSITIVE_INFINITY;
    return;
  }
  const effect = step.value;
  const { nowMs, random } = walker;
  if (effect.kind === "start") {
    walker.answer = recorder.start(effect.request, nowMs, random);
    return;
  }
  if (effect.kind === "end") {
    recorder.end(effect.request.id, effect.request.ending, nowMs);
    return;
  }
  const { answer, tookMs } = world.answer(effect, {
    nowMs,
    random,
    levels: simulation.levelsAt(nowMs),
    stretch: simulation.stretchAt(nowMs),
  });
  walker.answer = answer;
  walker.nowMs = nowMs + tookMs;
}

function earliest(walkers: readonly Walker[]): Walker | undefined {
  let first = walkers[0];
  for (const walker of walkers) if (first !== undefined && walker.nowMs < first.nowMs) first = walker;
  return first;
}
