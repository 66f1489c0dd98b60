import { expect, test } from "vitest";
import type { Alert } from "../domain/alert.ts";
import { sortAlerts } from "./sort-alerts.ts";

function alert(id: string, change: Partial<Alert>): Alert {
  const openedAt = "2026-11-22T10:00:00.000Z";
  const subject = { kind: "agent_failing", subjectKind: "agent", subjectId: "a" };
  return {
    id,
    ...subject,
    title: id,
    body: "",
    severity: "warning",
    status: "open",
    occurrences: 1,
    openedAt,
    lastSeenAt: openedAt,
    ...change,
  };
}

test("a new warning does not hide an older critical alert, and what was acknowledged steps back", () => {
  const alerts = [
    alert("taken", { severity: "critical", status: "acknowledged", openedAt: "2026-11-22T12:00:00.000Z" }),
    alert("new warning", { openedAt: "2026-11-22T11:00:00.000Z" }),
    alert("old critical", { severity: "critical" }),
    alert("old warning", {}),
  ];
  expect(sortAlerts(alerts).map((each) => each.id)).toEqual(["old critical", "new warning", "old warning", "taken"]);
});
