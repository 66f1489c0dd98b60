import { expect, test } from "vitest";
import type { GroupedFigures } from "../domain/execution-figures.ts";
import { EVERYTHING } from "../domain/execution-search.ts";
import { countFound, exportSizeWords } from "./export-size.ts";

const nothing = { meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, costUsd: 0, inputTokens: 0, outputTokens: 0 };
const GROUPS: readonly GroupedFigures[] = [
  { ...nothing, agentId: "a", taskType: "x", succeeded: 10, failed: 2, cancelled: 1 },
  { ...nothing, agentId: "b", taskType: "x", succeeded: 100, failed: 0, cancelled: 0 },
];

test("what a search finds is counted from figures, where they can tell", () => {
  expect(countFound(GROUPS, EVERYTHING)).toBe(113);
  expect(countFound(GROUPS, { ...EVERYTHING, agentIds: ["a"], statuses: ["failed", "cancelled"] })).toBe(3);
  expect(countFound(GROUPS, { ...EVERYTHING, taskTypes: ["y"] })).toBe(0);
  expect(countFound(GROUPS, { ...EVERYTHING, words: "tide" })).toBeNull();
  expect(countFound(GROUPS, { ...EVERYTHING, statuses: ["running"] })).toBeNull();
});

test("a large export says beforehand how long it takes, and what a spreadsheet cannot hold", () => {
  expect(exportSizeWords(113)).toBe("About 113 rows: every execution of the list.");
  expect(exportSizeWords(100_000)).toMatch(/takes about 50\.0\u202fs\. The/);
  expect(exportSizeWords(2_000_000)).toMatch(/More than a spreadsheet holds/);
  expect(exportSizeWords(null)).toMatch(/known at the end/);
});
