import { expect, test } from "vitest";
import { safeReturnPath } from "./return-path.ts";

test.each([
  ["/harbour/executions?range=1h&status=failed", "/harbour/executions?range=1h&status=failed"],
  ["/harbour", "/harbour"],
  [null, "/"],
  ["", "/"],
  ["harbour", "/"],
  ["https://elsewhere.example/", "/"],
  ["//elsewhere.example/", "/"],
  ["/\\elsewhere.example/", "/"],
  ["/\t/elsewhere.example/", "/"],
  ["javascript:alert(1)", "/"],
  // It would come back to where it started.
  ["/sign-in?next=%2Fharbour", "/"],
])("%j leads to %j", (asked, path) => {
  expect(safeReturnPath(asked)).toBe(path);
});
