import { expect, test } from "vitest";
import { detectAnomaliesFilter, instantOf } from "./detect-anomalies.ts";

async function* numbered(values: readonly unknown[]) {
  for (const [index, value] of values.entries()) yield { number: index + 1, value };
}

async function feed(values: readonly unknown[]): Promise<unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of detectAnomaliesFilter.run(numbered(values), [])) answers.push(answer);
  return answers;
}

test.each([
  ["2014-04-01 00:05:00", Date.UTC(2014, 3, 1, 0, 5)],
  ["2014-04-01T00:05:00.250", Date.UTC(2014, 3, 1, 0, 5, 0, 250)],
  ["2014-04-01 00:05:00.000000", Date.UTC(2014, 3, 1, 0, 5)],
  ["2014-04-01T02:05:00+02:00", Date.UTC(2014, 3, 1, 0, 5)],
  [1_396_310_700_000, 1_396_310_700_000],
  [null, null],
])("the instant %s is read as %s, in UTC where no zone is named", (text, ms) => {
  expect(instantOf(text)).toBe(ms);
});

test("each line is answered with a score and whether an alarm is raised", async () => {
  const answers = await feed([{ t: "2014-04-01 00:00:00", value: 20 }, { t: "2014-04-01 00:05:00", value: 20 }, { value: 21 }]);
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ score: 0, alarm: false })));
});

test.each([{ t: "noon", value: 1 }, { t: "2014-04-01 00:00:00" }, { t: 0, value: "1" }, { t: 0, value: null }, 5])(
  "%j ends the run",
  async (line) => {
    await expect(feed([{ t: 0, value: 1 }, line])).rejects.toThrow(/^line 2:/);
  },
);
