import { expect, test } from "vitest";
import { errorPatternsQuerySchema, recommendationsQuerySchema } from "./fleet-question.ts";

const WORKSPACE = "316f4f81-1bc9-4e11-984c-60c201da562d";

test("a question needs a task type and nothing else", () => {
  expect(recommendationsQuerySchema.parse({ taskType: "send" })).toEqual({ taskType: "send", prefer: "reliability" });
  const whole = { taskType: "x".repeat(120), prefer: "cost", workspaceId: WORKSPACE };
  expect(recommendationsQuerySchema.parse(whole)).toEqual(whole);
  expect(errorPatternsQuerySchema.parse({})).toEqual({ days: 7 });
  expect(errorPatternsQuerySchema.parse({ days: "90", workspaceId: WORKSPACE })).toEqual({ days: 90, workspaceId: WORKSPACE });
});

test.each([
  ["no task type", {}, /^taskType is missing/],
  ["an empty task type", { taskType: "" }, /^taskType is missing/],
  ["a task type that is too long", { taskType: "x".repeat(121) }, /^taskType is longer than 120/],
  ["a NUL", { taskType: "a\0b" }, /NUL/],
  ["an unknown preference", { taskType: "a", prefer: "beauty" }, /^prefer is one of reliability, speed, cost/],
  ["no workspace", { taskType: "a", workspaceId: "harbour" }, /^workspaceId is the id/],
])("%s is told in a sentence", (_, query, sentence) => {
  const parsed = recommendationsQuerySchema.safeParse(query);
  expect(parsed.error?.issues[0]?.message).toMatch(sentence);
});

test.each(["0", "91", "7.5", "-1", "1e1", "", "seven"])("%s is no number of days", (days) => {
  expect(errorPatternsQuerySchema.safeParse({ days }).error?.issues[0]?.message).toBe("days is a whole number from 1 to 90.");
});
