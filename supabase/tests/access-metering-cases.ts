/** Who may do what to prices and metrics; a part of the access cases. */
import { randomUUID } from "node:crypto";
import type { AccessCase, ActorName, CaseContext, Row } from "./access-cases.ts";

const MEMBERS: readonly ActorName[] = ["admin", "operator", "viewer"];
const OPERATORS: readonly ActorName[] = ["admin", "operator"];

const series = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  name: randomUUID(),
  type: "other",
  unit: "1",
});

const sample = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  series_id: Math.floor(Math.random() * 1_000_000_000),
  at: "2026-11-01T00:00:00Z",
  source_key: 0,
  value: 1,
});

let minutes = 0;

const metricRollup = ({ workspace, seriesId }: CaseContext): Row => {
  minutes += 1;
  return {
    workspace_id: workspace.id,
    series_id: seriesId,
    resolution: "minute",
    bucket_at: new Date(Date.UTC(2026, 10, 1, 0, minutes)).toISOString(),
    count: 1,
    sum: 1,
    sum_squares: 1,
    min: 1,
    max: 1,
    histogram_keys: [0],
    histogram_counts: [1],
  };
};

const anomaly = ({ workspace, seriesId }: CaseContext): Row => {
  minutes += 1;
  return {
    workspace_id: workspace.id,
    series_id: seriesId,
    at: new Date(Date.UTC(2026, 10, 1, 0, minutes)).toISOString(),
    value: 9,
    expected: 1,
    low: 0,
    high: 2,
    direction: "above",
    score: 0.999,
  };
};

const degradation = ({ workspace, seriesId }: CaseContext): Row => ({
  workspace_id: workspace.id,
  id: randomUUID(),
  series_id: seriesId,
  status: "cleared",
  severity: "warning",
  statistic: "p50",
  normal: 1,
  now: 2,
  size: 2,
  is_ratio: false,
  began_at: "2026-11-01T00:00:00Z",
  ended_at: "2026-11-01T01:00:00Z",
  touched: 1,
});

const baseline = ({ workspace, seriesId }: CaseContext): Row => ({
  workspace_id: workspace.id,
  series_id: seriesId,
  window_hours: 24,
  answer: { kind: "insufficient", have: 1, need: 30 },
});

const price = ({ workspace }: CaseContext, createdBy: string): Row => ({
  workspace_id: workspace.id,
  model: randomUUID(),
  valid_from: "2026-11-01T00:00:00Z",
  input_usd: 1,
  output_usd: 2,
  created_by: createdBy,
});

const errorGroup = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  id: randomUUID(),
  text: "disk <*> is full",
  miner: {},
  example_message: "disk 1 is full",
  example_execution_id: randomUUID(),
  first_seen_at: "2026-11-01T00:00:00Z",
  last_seen_at: "2026-11-01T00:00:00Z",
  last_started_at: "2026-11-01T00:00:00Z",
});

const errorOccurrence = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  execution_id: randomUUID(),
  template_id: "g",
  agent_id: "a",
  task_type: "t",
  started_at: "2026-11-01T00:00:00Z",
  occurred_at: "2026-11-01T00:00:00Z",
});

const errorRollup = ({ workspace }: CaseContext): Row => ({
  workspace_id: workspace.id,
  resolution: "minute",
  bucket_at: "2026-11-01T00:00:00Z",
  template_id: randomUUID(),
  agent_id: "a",
  task_type: "t",
  occurrences: 1,
});

export const METERING_CASES: readonly AccessCase[] = [
  {
    table: "metric_series",
    columns: "*",
    key: ["workspace_id", "name"],
    make: series,
    insert: series,
    update: { unit: "ms" },
    allowed: { select: MEMBERS },
  },
  {
    table: "metric_samples",
    columns: "*",
    key: ["workspace_id", "series_id"],
    make: sample,
    insert: sample,
    update: { value: 2 },
    allowed: { select: MEMBERS },
  },
  {
    table: "metric_rollups",
    columns: "*",
    key: ["workspace_id", "series_id", "resolution", "bucket_at"],
    make: metricRollup,
    insert: metricRollup,
    update: { max: 2 },
    allowed: { select: MEMBERS },
  },
  {
    table: "baselines",
    columns: "*",
    key: ["workspace_id", "series_id"],
    make: baseline,
    insert: baseline,
    update: { window_hours: 1 },
    allowed: { select: MEMBERS },
  },
  {
    table: "degradations",
    columns: "*",
    key: ["workspace_id", "id"],
    make: degradation,
    insert: degradation,
    update: { severity: "critical" },
    allowed: { select: MEMBERS },
  },
  {
    table: "anomalies",
    columns: "*",
    key: ["workspace_id", "series_id", "at"],
    make: anomaly,
    insert: anomaly,
    update: { value: 1 },
    allowed: { select: MEMBERS },
  },
  {
    table: "model_prices",
    columns: "*",
    key: ["workspace_id", "model"],
    make: (context) => price(context, context.workspace.admin.userId),
    insert: price,
    update: { note: "changed" },
    // In one's own name only, and this row is the admin's.
    allowed: { select: MEMBERS, insert: OPERATORS, update: ["admin"], delete: OPERATORS },
  },
  {
    table: "error_templates",
    columns: "*",
    key: ["workspace_id", "id"],
    make: errorGroup,
    insert: errorGroup,
    update: { state: "resolved" },
    allowed: { select: MEMBERS, update: OPERATORS },
  },
  {
    table: "error_occurrences",
    columns: "*",
    key: ["workspace_id", "execution_id"],
    make: errorOccurrence,
    insert: errorOccurrence,
    update: { template_id: "h" },
    allowed: { select: MEMBERS },
  },
  {
    table: "error_rollups",
    columns: "*",
    key: ["workspace_id", "template_id"],
    make: errorRollup,
    insert: errorRollup,
    update: { occurrences: 9 },
    allowed: { select: MEMBERS },
  },
];
