import { expect, test } from "vitest";
import type { FilterLine } from "./filter.ts";
import { findChangePointsFilter } from "./find-change-points.ts";

async function* linesOf(values: readonly unknown[]): AsyncGenerator<FilterLine> {
  for (const [index, value] of values.entries()) yield { number: index + 1, value };
}

async function collect(answers: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const answer of answers) all.push(answer);
  return all;
}

test("each series is answered by name; one that is too short has no change points", async () => {
  const step = Array.from({ length: 60 }, (_, index) => (index < 30 ? 1 : 5) + (index % 3) / 10);
  const answers = await collect(
    findChangePointsFilter.run(
      linesOf([
        { name: "a", values: step },
        { name: "b", values: [1, 2] },
      ]),
      [],
    ),
  );
  expect(answers).toEqual([
    { name: "a", changePoints: [30] },
    { name: "b", changePoints: [] },
  ]);
});

test("a missing value is taken as the one before", async () => {
  const values = Array.from({ length: 60 }, (_, index) => (index % 7 === 0 ? null : (index < 30 ? 1 : 5) + (index % 3) / 10));
  const [answer] = await collect(findChangePointsFilter.run(linesOf([{ name: 1, values }]), []));
  expect(answer).toEqual({ name: 1, changePoints: [30] });
});

test.each([[{ name: "a" }], [{ name: "a", values: [1, "2"] }], [{ values: [1] }], [null]])("%j is no series", async (value) => {
  await expect(collect(findChangePointsFilter.run(linesOf([{ name: "a", values: [] }, value]), []))).rejects.toThrow(/^line 2:/);
});
