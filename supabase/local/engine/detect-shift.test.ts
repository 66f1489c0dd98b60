import { expect, test } from "vitest";
import { detectShiftFilter } from "./detect-shift.ts";
import type { FilterLine } from "./filter.ts";

async function* linesOf(values: readonly unknown[]): AsyncGenerator<FilterLine> {
  for (const [index, value] of values.entries()) yield { number: index + 1, value };
}

async function collect(answers: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const answer of answers) all.push(answer);
  return all;
}

test("each line is a stream of its own, and only its first alarm is told", async () => {
  const still = Array.from({ length: 400 }, (_, index) => 50 + (index % 5));
  const shifted = still.map((value, index) => value + (index >= 150 ? 20 : 0) + (index >= 300 ? 20 : 0));
  const answers = await collect(
    detectShiftFilter.run(
      linesOf([
        { id: "s", values: shifted },
        { id: 2, values: still },
        { id: "none", values: [] },
      ]),
      [],
    ),
  );
  // Within the shorter window of twenty values after the step, and not before it.
  const alarmAt = Number(Reflect.get(Object(answers[0]), "alarmAt"));
  expect(alarmAt).toBeGreaterThanOrEqual(150);
  expect(alarmAt).toBeLessThan(170);
  expect(answers).toEqual([
    { id: "s", alarmAt },
    { id: 2, alarmAt: null },
    { id: "none", alarmAt: null },
  ]);
});

test.each([[{ id: "a" }], [{ id: "a", values: [1, null] }], [{ values: [1] }], [3]])("%j is no stream", async (value) => {
  await expect(collect(detectShiftFilter.run(linesOf([value]), []))).rejects.toThrow(/^line 1:/);
});
