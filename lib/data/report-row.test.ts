import { describe, expect, test } from "vitest";
import { toReportRow } from "./report-row.ts";

const REPORT = { id: "i", agentId: "mail", taskType: "send", startedAt: "2026-11-22T12:00:00.000Z" };

/** As JSON carries it: what is undefined is left out. */
const row = (more: Partial<Parameters<typeof toReportRow>[0]> = {}) => JSON.parse(JSON.stringify(toReportRow({ ...REPORT, ...more })));

describe("toReportRow", () => {
  test("says of a running execution no more than it knows", () => {
    expect(row()).toEqual({ id: "i", agent_id: "mail", task_type: "send", status: "running", started_at: REPORT.startedAt, attempt: 1 });
    expect(row({ durationMs: 5 })).not.toHaveProperty("duration_ms");
  });

  // 12:00:00 and 1500 ms make 12:00:01.5.
  test.each([
    [{ finishedAt: "2026-11-22T12:00:01.500Z" }, 1500, "2026-11-22T12:00:01.500Z"],
    [{ durationMs: 1500 }, 1500, "2026-11-22T12:00:01.500Z"],
    [{ finishedAt: "2026-11-22T12:00:01.500Z", durationMs: 1499.25 }, 1499.25, "2026-11-22T12:00:01.500Z"],
    [{ finishedAt: "2026-11-22T17:30:01.500+05:30" }, 1500, "2026-11-22T17:30:01.500+05:30"],
  ])("gives an ended execution both its end and its duration: %j", (told, durationMs, finishedAt) => {
    expect(row({ status: "failed", ...told })).toMatchObject({ duration_ms: durationMs, finished_at: finishedAt });
  });

  test("puts an error into its columns and keeps what was not said out", () => {
    const known = row({ status: "failed", durationMs: 1, error: { message: "no", details: { a: 1 } } });
    expect(known).toMatchObject({ error_message: "no", error_details: { a: 1 } });
    expect(known).not.toHaveProperty("error_type");
  });
});
