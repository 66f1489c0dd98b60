import { describe, expect, test } from "vitest";
import { isEnded } from "./execution.ts";
import { endedCount, successRatio } from "./execution-figures.ts";
import { hasRole, ROLES } from "./workspace.ts";

describe("successRatio", () => {
  // 3 of 4 judged; a cancelled execution is neither success nor failure.
  test.each([
    [{ succeeded: 3, failed: 1, cancelled: 5 }, 0.75],
    [{ succeeded: 0, failed: 2, cancelled: 0 }, 0],
    [{ succeeded: 2, failed: 0, cancelled: 0 }, 1],
    [{ succeeded: 0, failed: 0, cancelled: 9 }, null],
  ])("of %j is %j", (figures, expected) => {
    expect(successRatio(figures)).toBe(expected);
  });
});

test("endedCount counts every way to end", () => {
  expect(endedCount({ succeeded: 1, failed: 2, cancelled: 4 })).toBe(7);
});

test("an execution has ended unless it runs", () => {
  expect((["running", "succeeded", "failed", "cancelled"] as const).filter(isEnded)).toEqual(["succeeded", "failed", "cancelled"]);
});

test("each role includes those before it and none after it", () => {
  for (const [index, role] of ROLES.entries()) expect(ROLES.filter((needed) => hasRole(role, needed))).toEqual(ROLES.slice(0, index + 1));
});
