import type { Client } from "../../../lib/data/client.ts";
import { ingestMetrics } from "../../../lib/data/ingest-metrics.ts";
import { checkMetrics } from "../../../lib/domain/check-metrics.ts";
import { INGEST_MAX_METRICS } from "../../../lib/domain/metric.ts";
import { OTLP_MAX_POINTS } from "../../../lib/otel/limits.ts";
import { mapPoint } from "../../../lib/otel/map-metric.ts";
import { readPoints } from "../../../lib/otel/otel-metric.ts";
import { acceptOtlp, readOtlp, refuseOtlp } from "./otlp-request.ts";
import { sha256Hex } from "./sha256.ts";

/** OTLP/HTTP metrics: each point of a gauge, sum, histogram or summary becomes a point of a series. The same sent again is the same. */
export async function ingestOtlpMetrics(client: Client, request: Request, key: string): Promise<Response> {
  const read = await readOtlp(request, "metrics");
  if (read.kind === "refused") return read.response;
  const { encoding, message } = read;
  const { points, rejected } = readPoints(message);
  if (points.length > OTLP_MAX_POINTS)
    return refuseOtlp(encoding, 413, `A request may have ${OTLP_MAX_POINTS} points, not ${points.length}.`);
  const checked = checkMetrics(points.map(mapPoint));
  const faults = [
    ...rejected,
    ...checked.rejected.map(({ index, field, reason }) => `${points[index]?.name ?? "a point"}: ${field} ${reason}`),
  ];
  const keyHash = await sha256Hex(key);
  for (let at = 0; at === 0 || at < checked.good.length; at += INGEST_MAX_METRICS) {
    const part = checked.good.slice(at, at + INGEST_MAX_METRICS);
    const stored = await ingestMetrics(client, { keyHash, workspaceId: undefined, metrics: part.map(({ report }) => report) });
    if (stored.kind === "unauthorized") return refuseOtlp(encoding, 401, "The API key is wrong or revoked. Nothing was stored.");
    for (const position of stored.expired)
      faults.push(`${part[position]?.report.name ?? "a point"}: is older than the ${stored.retentionDays} days that are kept`);
    for (const position of stored.future)
      faults.push(`${part[position]?.report.name ?? "a point"}: is more than a day ahead of this server's clock`);
  }
  return acceptOtlp(encoding, "metrics", faults);
}
