import type { ExecutionSummary } from "../domain/execution.ts";

/** A bar on a scale that both runs share: shares of it, 0 to 1. */
export type StepBar = { readonly left: number; readonly width: number };

/** A step of one run or of both, on one line. `isMoved` when it came in another order than in the other run. */
export type AlignedStep<T> = {
  readonly key: string;
  readonly depth: number;
  readonly here: T | null;
  readonly there: T | null;
  readonly hereBar: StepBar | null;
  readonly thereBar: StepBar | null;
  readonly isMoved: boolean;
};

/** Two runs beside each other: their steps in one order, and how long (ms) the longer one took, which the bars are shares of. */
export type AlignedSteps<T> = { readonly steps: readonly AlignedStep<T>[]; readonly lengthMs: number };

type Pair<T> = { readonly here: T | null; readonly there: T | null; readonly isMoved: boolean; readonly depth: number };

/** The executions below `root` in its family, and itself. A circle of parents is cut. */
export function subtreeOf<T extends ExecutionSummary>(root: T, family: readonly T[]): readonly T[] {
  const below = Map.groupBy(family, (each) => each.parentId ?? "");
  const found = new Map([[root.id, root]]);
  for (const parent of found.values()) for (const child of below.get(parent.id) ?? []) if (!found.has(child.id)) found.set(child.id, child);
  return [...found.values()];
}

/**
 * The steps of two runs on common lines: a step's match is the one of the same task type, agent and description (then of the same task type alone) under the matched parent, the first
 * with the first. Bars of one that runs reach to `nowMs`. Linear but for the sort.
 */
export function alignSteps<T extends ExecutionSummary>(
  here: { readonly root: T; readonly family: readonly T[] },
  there: { readonly root: T; readonly family: readonly T[] },
  nowMs: number,
): AlignedSteps<T> {
  const hereTree = treeOf(here.root, here.family);
  const thereTree = treeOf(there.root, there.family);
  const lengthMs = Math.max(lengthOf(here.root, hereTree.all, nowMs), lengthOf(there.root, thereTree.all, nowMs));
  const pairs: Pair<T>[] = [];
  // A stack of one's own: a chain of steps may be deeper than calls can be.
  const stack: Pair<T>[] = [{ here: here.root, there: there.root, isMoved: false, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    pairs.push(next);
    const depth = next.depth + 1;
    const below = matchSteps(hereTree.below(next.here), thereTree.below(next.there));
    for (const pair of below.toReversed()) stack.push({ ...pair, depth });
  }
  const bar = (step: T | null, root: T) => (step === null ? null : barOf(step, { root, lengthMs, nowMs }));
  return {
    lengthMs,
    steps: pairs.map((pair) => ({
      ...pair,
      key: `${pair.here?.id ?? ""} ${pair.there?.id ?? ""}`,
      hereBar: bar(pair.here, here.root),
      thereBar: bar(pair.there, there.root),
    })),
  };
}

/** How many ms of a run none of its own steps ran in: what it spent itself, or waited. Null of one that has not ended. */
export function ownTimeMs<T extends ExecutionSummary>(root: T, family: readonly T[]): number | null {
  if (root.durationMs === null) return null;
  const startMs = Date.parse(root.startedAt);
  const endMs = startMs + root.durationMs;
  const spans = family
    .filter((step) => step.parentId === root.id && step.id !== root.id)
    .map((step) => ({ fromMs: Math.max(startMs, Date.parse(step.startedAt)), toMs: Math.min(endMs, endOf(step, endMs)) }))
    .sort((a, b) => a.fromMs - b.fromMs);
  let [coveredMs, reachedMs] = [0, startMs];
  for (const { fromMs, toMs } of spans) {
    coveredMs += Math.max(0, toMs - Math.max(fromMs, reachedMs));
    reachedMs = Math.max(reachedMs, toMs);
  }
  return Math.max(0, root.durationMs - coveredMs);
}

function treeOf<T extends ExecutionSummary>(root: T, family: readonly T[]) {
  const all = subtreeOf(root, family);
  const byStart = [...all].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1));
  const children = Map.groupBy(
    byStart.filter((step) => step.id !== root.id),
    (step) => step.parentId ?? "",
  );
  return { all, below: (step: T | null): readonly T[] => (step === null ? [] : (children.get(step.id) ?? [])) };
}

/** In the order of this run; what only the other one has stands where it stood there. */
function matchSteps<T extends ExecutionSummary>(here: readonly T[], there: readonly T[]): readonly Omit<Pair<T>, "depth">[] {
  const matches = pairUp(here, there);
  const taken = new Set(matches.values());
  const ordered: Omit<Pair<T>, "depth">[] = [];
  let reached = 0;
  const leaveUntil = (end: number) => {
    for (; reached < end; reached += 1) {
      const step = there[reached];
      if (step !== undefined && !taken.has(reached)) ordered.push({ here: null, there: step, isMoved: false });
    }
  };
  for (const [index, step] of here.entries()) {
    const at = matches.get(index);
    const isMoved = at !== undefined && at < reached;
    if (at !== undefined && !isMoved) leaveUntil(at);
    ordered.push({ here: step, there: at === undefined ? null : (there[at] ?? null), isMoved });
    if (at !== undefined && !isMoved) reached = at + 1;
  }
  leaveUntil(there.length);
  return ordered;
}

/** The place in `there` of the match of each place in `here`. */
function pairUp<T extends ExecutionSummary>(here: readonly T[], there: readonly T[]): ReadonlyMap<number, number> {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  const names: readonly ((step: T) => string)[] = [
    (step) => JSON.stringify([step.taskType, step.agentId, step.taskDescription, step.attempt]),
    (step) => JSON.stringify([step.taskType, step.agentId, step.attempt]),
    (step) => step.taskType,
  ];
  for (const nameOf of names) {
    const open = new Map<string, number[]>();
    for (const [at, step] of there.entries()) if (!taken.has(at)) open.set(nameOf(step), [...(open.get(nameOf(step)) ?? []), at]);
    for (const [index, step] of here.entries()) {
      const at = matches.has(index) ? undefined : open.get(nameOf(step))?.shift();
      if (at === undefined) continue;
      matches.set(index, at);
      taken.add(at);
    }
  }
  return matches;
}

function lengthOf<T extends ExecutionSummary>(root: T, all: readonly T[], nowMs: number): number {
  const startMs = Date.parse(root.startedAt);
  return all.reduce((longest, step) => Math.max(longest, endOf(step, nowMs) - startMs), 0);
}

function barOf<T extends ExecutionSummary>(
  step: T,
  { root, lengthMs, nowMs }: { readonly root: T; readonly lengthMs: number; readonly nowMs: number },
): StepBar {
  if (lengthMs === 0) return { left: 0, width: 1 };
  const startMs = Math.max(0, Date.parse(step.startedAt) - Date.parse(root.startedAt));
  const endMs = Math.max(startMs, endOf(step, nowMs) - Date.parse(root.startedAt));
  return { left: startMs / lengthMs, width: (endMs - startMs) / lengthMs };
}

function endOf(step: ExecutionSummary, nowMs: number): number {
  const startMs = Date.parse(step.startedAt);
  if (step.status === "running") return Math.max(startMs, nowMs);
  // The duration is finer than the two instants.
  return step.durationMs === null ? Math.max(startMs, Date.parse(step.finishedAt ?? step.startedAt)) : startMs + step.durationMs;
}
