import { beforeAll, describe, expect, test } from "vitest";
import { isUuidV7, readUuidV7InstantMs } from "../../../lib/core/uuid-v7.ts";
import { executionReportSchema } from "../../../lib/domain/ingest.ts";
import { generateHistory } from "./history.ts";
import type { GeneratedExecution } from "./virtual/recorder.ts";
import { incidentAt } from "./world/faults.ts";

const END_MS = Date.UTC(2026, 10, 22, 18);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const historyOf = (days: number, seed = 7, endMs = END_MS): readonly GeneratedExecution[] =>
  [...generateHistory({ days, endMs, seed })].flat();

describe("generateHistory", () => {
  let month: readonly GeneratedExecution[] = [];
  beforeAll(() => {
    month = historyOf(30);
  });

  test("gives the same executions for the same options, and others for another seed", () => {
    expect(historyOf(3)).toEqual(historyOf(3));
    const ids = new Set(historyOf(3).map((row) => row.id));
    expect(historyOf(3, 8).some((row) => ids.has(row.id))).toBe(false);
  });

  test("every row is a report that ingest would take, within the days, under an id of its own start", () => {
    const rows = historyOf(3);
    for (const { isGenerated, ...report } of rows) {
      expect(isGenerated).toBe(true);
      expect(executionReportSchema.safeParse(report).error?.issues).toBeUndefined();
      const startedAtMs = Date.parse(report.startedAt);
      expect(isUuidV7(report.id) && readUuidV7InstantMs(report.id)).toBe(startedAtMs);
      expect(startedAtMs).toBeGreaterThanOrEqual(END_MS - 3 * DAY_MS);
      expect(Date.parse(report.finishedAt ?? "")).toBeLessThanOrEqual(END_MS);
    }
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length);
  });

  test("thirty days hold about 40,000 executions of seven agents, with children, retries and cancellations", () => {
    const rows = month;
    expect(rows.length).toBeGreaterThan(36_000);
    expect(rows.length).toBeLessThan(46_000);
    expect(new Set(rows.map((row) => row.agentId)).size).toBe(7);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const children = rows.filter((row) => row.parentId !== undefined && Date.parse(row.startedAt) < END_MS - HOUR_MS);
    expect(children.length).toBeGreaterThan(5000);
    for (const child of children) {
      const parent = byId.get(child.parentId ?? "");
      expect(Date.parse(parent?.startedAt ?? "")).toBeLessThanOrEqual(Date.parse(child.startedAt));
      expect(Date.parse(parent?.finishedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(child.finishedAt ?? ""));
    }
    expect(rows.filter((row) => row.attempt === 2).length).toBeGreaterThan(500);
    expect(rows.filter((row) => row.status === "cancelled").length).toBeGreaterThan(20);
  });

  test("the two writers differ: one is dearer, slower and more often right", () => {
    const rows = month.filter((row) => row.taskType === "content_generation" && row.attempt === 1);
    const of = (agentId: string) => {
      const own = rows.filter((row) => row.agentId === agentId);
      const mean = (measure: (row: GeneratedExecution) => number): number => own.reduce((sum, row) => sum + measure(row), 0) / own.length;
      return {
        success: mean((row) => (row.status === "succeeded" ? 1 : 0)),
        durationMs: mean((row) => row.durationMs ?? 0),
        costUsd: mean((row) => row.costUsd ?? 0),
      };
    };
    const [careful, swift] = [of("content-agent"), of("swift-content-agent")];
    expect(careful.success - swift.success).toBeGreaterThan(0.05);
    expect(careful.durationMs).toBeGreaterThan(2 * swift.durationMs);
    expect(careful.costUsd).toBeGreaterThan(5 * swift.costUsd);
  });

  test("each past incident shows in the failures of its hours", () => {
    const rows = month.filter((row) => row.status !== "cancelled");
    const failureShare = (chosen: readonly GeneratedExecution[]): number =>
      chosen.filter((row) => row.status === "failed").length / chosen.length;
    const isIncident = (row: GeneratedExecution): boolean => {
      const { kind, level } = incidentAt(Date.parse(row.startedAt), 7);
      return level > 0 && (kind === "flaky_upstream" || kind === "rate_limit");
    };
    const inside = rows.filter(isIncident);
    expect(inside.length).toBeGreaterThan(100);
    expect(failureShare(inside)).toBeGreaterThan(3 * failureShare(rows));
  });
});
