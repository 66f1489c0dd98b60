import { z } from "zod";
import type { AgentEvidence } from "../../../lib/domain/recommendation.ts";
import { createQuantileSketch, type QuantileSketch } from "../../../lib/stats/quantile-sketch.ts";

const DAY_MS = 86_400_000;

/** An ended execution as a line: when it ran is said by one of three fields, or not at all. */
export const executionLineSchema = z.object({
  agent: z.string().min(1),
  taskType: z.string().min(1),
  success: z.union([z.literal(0), z.literal(1), z.boolean()]),
  startedAtMs: z.number().nullish(),
  startedAt: z.iso.datetime({ offset: true }).nullish(),
  batch: z.iso.date().nullish(),
  durationS: z.number().nonnegative().nullish(),
  costUsd: z.number().nonnegative().nullish(),
});

/** An ended execution as a line. */
export type ExecutionLine = z.infer<typeof executionLineSchema>;

/** Executions as they come, joined per agent, task type and day (UTC) as rollups join them; `nowMs` is the latest instant seen, or 0. */
export type EvidenceByDay = {
  add(line: ExecutionLine): void;
  nowMs(): number;
  evidence(): readonly AgentEvidence[];
};

type Day = {
  readonly agentId: string;
  readonly taskType: string;
  readonly day: number | null;
  succeeded: number;
  failed: number;
  readonly durations: QuantileSketch;
  costSum: number;
  costCount: number;
};

/** Nothing yet. What has no time counts as now. */
export function createEvidenceByDay(): EvidenceByDay {
  const days = new Map<string, Day>();
  let latestMs: number | null = null;
  const nowMs = (): number => latestMs ?? 0;
  return {
    add(line) {
      const atMs = instantOf(line);
      if (atMs !== null) latestMs = Math.max(latestMs ?? atMs, atMs);
      count(dayOf(days, line, atMs === null ? null : Math.floor(atMs / DAY_MS)), line);
    },
    nowMs,
    evidence: () => [...days.values()].map((day) => toEvidence(day, nowMs())),
  };
}

function dayOf(days: Map<string, Day>, { agent, taskType }: ExecutionLine, day: number | null): Day {
  const key = JSON.stringify([agent, taskType, day]);
  const known = days.get(key);
  if (known !== undefined) return known;
  const fresh = { agentId: agent, taskType, day, succeeded: 0, failed: 0, durations: createQuantileSketch(), costSum: 0, costCount: 0 };
  days.set(key, fresh);
  return fresh;
}

function count(day: Day, { success, durationS, costUsd }: ExecutionLine): void {
  if (success) day.succeeded += 1;
  else day.failed += 1;
  if (typeof durationS === "number") day.durations.add(durationS * 1000);
  if (typeof costUsd !== "number") return;
  day.costSum += costUsd;
  day.costCount += 1;
}

function toEvidence({ agentId, taskType, day, succeeded, failed, durations, costSum, costCount }: Day, nowMs: number): AgentEvidence {
  return {
    agentId,
    taskType,
    atMs: day === null ? nowMs : day * DAY_MS,
    succeeded,
    failed,
    durationP50Ms: durations.quantile(0.5),
    meanCostUsd: costCount > 0 ? costSum / costCount : null,
    origin: "own",
  };
}

function instantOf({ startedAtMs, startedAt, batch }: ExecutionLine): number | null {
  if (typeof startedAtMs === "number") return startedAtMs;
  const text = startedAt ?? batch;
  return typeof text === "string" ? Date.parse(text) : null;
}
