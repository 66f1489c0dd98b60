import { expect, test } from "vitest";
import { z } from "zod";
import { checkExecutions } from "./check-executions.ts";
import { checkMetrics } from "./check-metrics.ts";
import { describeIssue } from "./describe-issue.ts";

const AT = "2026-11-22T10:00:00Z";
const good = { agentId: "atlas", taskType: "review", status: "succeeded", startedAt: AT, durationMs: 1 };

test.each<[string, unknown, string, string]>([
  ["no task type", { ...good, taskType: undefined }, "taskType", "is missing"],
  ["a name of another type", { ...good, agentId: 7 }, "agentId", "is not a text"],
  ["a name too long", { ...good, agentId: "x".repeat(121) }, "agentId", "is longer than 120 characters"],
  ["an empty name", { ...good, agentId: " " }, "agentId", "is empty"],
  ["a status misspelt", { ...good, status: "succeded" }, "status", "is not one of running, succeeded, failed, cancelled"],
  ["a start in words", { ...good, startedAt: "yesterday" }, "startedAt", "is not an instant such as 2026-01-31T09:30:00Z"],
  ["a negative duration", { ...good, durationMs: -4 }, "durationMs", "is less than 0"],
  ["half a token", { ...good, inputTokens: 0.5 }, "inputTokens", "is not a whole number"],
  ["an absurd cost", { ...good, costUsd: 1e12 }, "costUsd", "is more than 1000000"],
  ["a number", 7, "", "is not a JSON object"],
  ["nothing", null, "", "is not a JSON object"],
  [
    "a schema's own words",
    { ...good, durationMs: undefined },
    "finishedAt",
    "is missing: an execution that ended needs finishedAt or durationMs",
  ],
])("%s is refused in plain words", (_what, row, field, reason) => {
  expect(checkExecutions([row]).rejected).toEqual([{ index: 0, field, reason }]);
});

test("metrics are refused in plain words, too", () => {
  const point = { name: "m", type: "cpu", unit: "%", at: AT, value: "x" };
  expect(checkMetrics([point]).rejected).toEqual([{ index: 0, field: "value", reason: "is not a number" }]);
});

test.each<[z.ZodType, unknown, string]>([
  [z.array(z.int()).max(1), [1, 2], "has more than 1 items"],
  [z.array(z.int()).min(2), [1], "has fewer than 2 items"],
  [z.string().min(2), "a", "is shorter than 2 characters"],
  [z.number().positive(), 0, "is not more than 0"],
  [z.strictObject({}), { odd: 1 }, "has unknown fields: odd"],
  [z.literal("a"), "b", "is not a"],
  [z.uuid(), "b", "is not a valid uuid"],
])("bounds, formats and unknown fields are named", (schema, value, words) => {
  expect(schema.safeParse(value).error?.issues.map(describeIssue)).toEqual([words]);
});

test("the example of the docstring", () => {
  const found = z.object({ agentId: z.string().max(3) }).safeParse({ agentId: "atlas" });
  expect(found.error?.issues.map(describeIssue)).toEqual(["is longer than 3 characters"]);
});
