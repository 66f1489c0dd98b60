import type { ExecutionSummary } from "../domain/execution.ts";

/** A bar of a waterfall: `left` and `width` are shares of the whole span, 0 to 1. `isOpen` when it still runs. */
export type WaterfallBar<T> = {
  readonly execution: T;
  readonly depth: number;
  readonly left: number;
  readonly width: number;
  readonly isOpen: boolean;
};

/** A family over time: bars in the order of the tree, each below its parent, siblings by start. */
export type Waterfall<T> = { readonly bars: readonly WaterfallBar<T>[]; readonly fromMs: number; readonly lengthMs: number };

/**
 * A family as bars over time. One that runs reaches to `nowMs`; one whose parent is not in the family stands at the root; a
 * circle of parents is cut. Linear but for the sort.
 */
export function shapeWaterfall<T extends ExecutionSummary>(family: readonly T[], nowMs: number): Waterfall<T> {
  if (family.length === 0) return { bars: [], fromMs: nowMs, lengthMs: 0 };
  const spans = new Map(family.map((execution) => [execution.id, spanOf(execution, nowMs)]));
  const fromMs = Math.min(...[...spans.values()].map((span) => span.startMs));
  const lengthMs = Math.max(...[...spans.values()].map((span) => span.endMs)) - fromMs;
  const share = (ms: number) => (lengthMs === 0 ? 0 : ms / lengthMs);
  const bars = inOrderOfTree(family).map(({ execution, depth }) => {
    const { startMs, endMs } = spans.get(execution.id) ?? spanOf(execution, nowMs);
    const isOpen = execution.status === "running";
    return { execution, depth, left: share(startMs - fromMs), width: lengthMs === 0 ? 1 : share(endMs - startMs), isOpen };
  });
  return { bars, fromMs, lengthMs };
}

/** Those who tried the same work under the same parent, by attempt; empty when there is only one. */
export function attemptsOf<T extends ExecutionSummary>(execution: T, family: readonly T[]): readonly T[] {
  if (execution.parentId === null) return [];
  const same = family.filter(
    (other) =>
      other.parentId === execution.parentId && other.taskType === execution.taskType && other.taskDescription === execution.taskDescription,
  );
  const attempts = [...same].sort((a, b) => a.attempt - b.attempt || (a.id < b.id ? -1 : 1));
  return new Set(attempts.map((each) => each.attempt)).size > 1 ? attempts : [];
}

/** The ancestors of an execution within its family, topmost first. A circle is cut. */
export function ancestorsOf<T extends ExecutionSummary>(execution: T, family: readonly T[]): readonly T[] {
  const byId = new Map(family.map((each) => [each.id, each]));
  const line: T[] = [];
  const seen = new Set([execution.id]);
  for (let above = byId.get(execution.parentId ?? ""); above !== undefined && !seen.has(above.id); above = byId.get(above.parentId ?? "")) {
    seen.add(above.id);
    line.unshift(above);
  }
  return line;
}

function spanOf(execution: ExecutionSummary, nowMs: number): { readonly startMs: number; readonly endMs: number } {
  const startMs = Date.parse(execution.startedAt);
  const told = execution.status === "running" ? nowMs : Date.parse(execution.finishedAt ?? execution.startedAt);
  return { startMs, endMs: Math.max(startMs, told) };
}

function inOrderOfTree<T extends ExecutionSummary>(family: readonly T[]): readonly { readonly execution: T; readonly depth: number }[] {
  const ids = new Set(family.map((execution) => execution.id));
  const below = new Map<string, T[]>();
  for (const execution of [...family].sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt) || (a.id < b.id ? -1 : 1))) {
    const parent = execution.parentId !== null && ids.has(execution.parentId) ? execution.parentId : "";
    below.set(parent, [...(below.get(parent) ?? []), execution]);
  }
  const ordered: { execution: T; depth: number }[] = [];
  const seen = new Set<string>();
  const visit = (start: readonly T[]) => {
    // A stack of one's own: a chain of parents may be deeper than calls can be.
    const stack = start.map((execution) => ({ execution, depth: 0 })).reverse();
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { execution, depth } = next;
      if (seen.has(execution.id)) continue;
      seen.add(execution.id);
      ordered.push({ execution, depth });
      for (const child of (below.get(execution.id) ?? []).toReversed()) stack.push({ execution: child, depth: depth + 1 });
    }
  };
  visit(below.get("") ?? []);
  // Whoever is left belongs to a circle: it is entered at its earliest.
  for (const execution of family) if (!seen.has(execution.id)) visit([execution]);
  return ordered;
}
