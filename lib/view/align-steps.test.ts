import { describe, expect, test } from "vitest";
import { alignSteps, ownTimeMs, subtreeOf } from "./align-steps.ts";
import { makeRun, type Step } from "./compare-sample.ts";

const START_MS = Date.UTC(2026, 10, 22, 12);

const shown = (here: readonly Step[], there: readonly Step[]) => {
  const [a, b] = [makeRun("h", START_MS, here), makeRun("t", START_MS + 3_600_000, there)];
  return alignSteps(a, b, START_MS).steps.map(
    ({ depth, here: left, there: right, isMoved }) =>
      `${" ".repeat(depth)}${left?.taskType ?? "-"}/${right?.taskType ?? "-"}${isMoved ? " moved" : ""}`,
  );
};

const step = (taskType: string, parts: Partial<Step> = {}): Step => ({ taskType, atMs: 0, tookMs: 10, ...parts });

describe("two runs on common lines", () => {
  test("match what has the same name, and keep a place for what only one has", () => {
    const here = [step("fetch", { atMs: 0 }), step("store", { atMs: 20 })];
    const there = [step("fetch", { atMs: 0 }), step("check", { atMs: 10 }), step("store", { atMs: 20 }), step("tell", { atMs: 30 })];
    expect(shown(here, there)).toEqual(["root/root", " fetch/fetch", " -/check", " store/store", " -/tell"]);
    expect(shown(there, here)).toEqual(["root/root", " fetch/fetch", " check/-", " store/store", " tell/-"]);
  });

  test("match the first with the first of those with one name, and say which came in another order", () => {
    expect(shown([step("a"), step("a", { atMs: 5 })], [step("a")])).toEqual(["root/root", " a/a", " a/-"]);
    expect(shown([step("b"), step("a", { atMs: 5 })], [step("a"), step("b", { atMs: 5 })])).toEqual(["root/root", " b/b", " a/a moved"]);
  });

  test("prefer the same description over the same place", () => {
    const here = [step("fetch", { description: "two" })];
    const there = [step("fetch", { description: "one" }), step("fetch", { description: "two", atMs: 5 })];
    const [a, b] = [makeRun("h", START_MS, here), makeRun("t", START_MS, there)];
    const pair = alignSteps(a, b, START_MS).steps.find((each) => each.depth === 1 && each.here !== null);
    expect(pair?.there?.taskDescription).toBe("two");
  });

  test("follow the tree: what is below a step is matched below its match", () => {
    const here = [step("outer", { below: [step("inner")] })];
    const there = [step("inner"), step("outer", { atMs: 5, below: [step("inner"), step("more", { atMs: 6 })] })];
    expect(shown(here, there)).toEqual(["root/root", " -/inner", " outer/outer", "  inner/inner", "  -/more"]);
  });

  test("draw every bar from its own run's start, as shares of the longer one", () => {
    const { steps, lengthMs } = alignSteps(
      makeRun("h", START_MS, [step("a", { atMs: 20, tookMs: 30 })]),
      makeRun("t", START_MS + 7, [step("a", { atMs: 0, tookMs: 100 })]),
      START_MS,
    );
    // Roots last as long as what is below them: 50 and 100 ms.
    expect(lengthMs).toBe(100);
    expect(steps.find(({ depth }) => depth === 1)).toMatchObject({ hereBar: { left: 0.2, width: 0.3 }, thereBar: { left: 0, width: 1 } });
  });

  test("end when parents go in a circle", () => {
    const { root, family } = makeRun("h", START_MS, [step("a")]);
    const ring = family.map((each) => (each.id === root.id ? { ...each, parentId: family[1]?.id ?? null } : each));
    const first = ring[0] ?? root;
    expect(subtreeOf(first, ring)).toHaveLength(2);
    expect(alignSteps({ root: first, family: ring }, { root: first, family: ring }, START_MS).steps).toHaveLength(2);
  });
});

describe("a run's own time", () => {
  test("is what none of its steps covered, overlaps counted once", () => {
    const { root, family } = makeRun("h", START_MS, [
      step("a", { atMs: 10, tookMs: 20 }),
      step("b", { atMs: 20, tookMs: 20 }),
      step("c", { atMs: 90, tookMs: 10 }),
    ]);
    // 100 ms less 10 to 40 and 90 to 100.
    expect(ownTimeMs(root, family)).toBe(60);
    expect(ownTimeMs({ ...root, durationMs: null }, family)).toBeNull();
  });
});
