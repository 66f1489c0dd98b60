import { expect, test } from "vitest";
import { subjectPath } from "./subject-path.ts";

test.each([
  ["agent", "research-agent", "/agents/research-agent"],
  ["agent", "team/a b", "/agents/team%2Fa%20b"],
  ["execution", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "/executions/017f22e2-79b0-7cc3-98c4-dc0c0c07398f"],
  ["error_group", "e1/2", "/errors/e1%2F2"],
  ["metric", "latency", null],
])("an alert about the %s %j leads to %j", (subjectKind, subjectId, path) => {
  expect(subjectPath({ subjectKind, subjectId })).toBe(path);
});
