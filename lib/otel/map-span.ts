import type { ExecutionReport } from "../domain/ingest.ts";
import { AttributePicker } from "./attribute-picker.ts";
import type { OtelSpan } from "./otel-span.ts";
import { clipText } from "./plain-json.ts";
import { readOwnAgent, serviceAgent } from "./span-agent.ts";
import { readContent } from "./span-content.ts";
import { spanExecutionId } from "./span-id.ts";
import { readOperation, taskTypeOf } from "./span-operation.ts";
import { readOutcome } from "./span-outcome.ts";
import { sumsUsage } from "./span-sums.ts";
import { isoOf, readTags } from "./span-tags.ts";
import { readUsage } from "./span-usage.ts";

/**
 * A span as an execution, with what links it to its relatives, who may come earlier, later, or from elsewhere.
 * `report.agentId` is the span's own agent where `hasOwnAgent`, else its service, until an ancestor tells better.
 */
export type SpanExecution = {
  readonly report: ExecutionReport & { readonly id: string };
  readonly spanId: string;
  /** Null for a root. */
  readonly parentSpanId: string | null;
  readonly hasOwnAgent: boolean;
  /** Its tokens and cost, if it reports any, are a sum of what was used beneath it. */
  readonly sumsUsage: boolean;
};

const MAX_NAME = 120;
const MAX_MODEL = 200;
const MAX_DESCRIPTION = 2000;

/** The execution that a span becomes. The same span always becomes the same. Never raises for a span that `readSpans` gave. */
export function mapSpan(span: OtelSpan): SpanExecution {
  const picker = new AttributePicker(span.attributes);
  const operation = readOperation(picker, span.name);
  const ownAgent = readOwnAgent(picker, operation, span.name);
  const usage = readUsage(picker);
  const outcome = readOutcome(span, picker);
  const { cut, ...content } = readContent(picker, span.events);
  const tags = readTags(span, picker, cut);
  return {
    report: {
      id: spanExecutionId(span.traceId, span.spanId, Number(span.startNanos / 1_000_000n)),
      agentId: clipText(ownAgent ?? serviceAgent(span.resource), MAX_NAME),
      taskType: clipText(taskTypeOf(operation), MAX_NAME),
      ...(span.name.trim() !== "" && { taskDescription: clipText(span.name, MAX_DESCRIPTION) }),
      ...outcome,
      ...times(span, outcome.status === "running"),
      traceId: span.traceId,
      ...usage,
      ...(usage.model !== undefined && { model: clipText(usage.model, MAX_MODEL) }),
      ...(usage.provider !== undefined && { provider: clipText(usage.provider, MAX_NAME) }),
      ...content,
      tags,
    },
    spanId: span.spanId,
    parentSpanId: span.parentSpanId === "" ? null : span.parentSpanId,
    hasOwnAgent: ownAgent !== null,
    sumsUsage: sumsUsage(span.attributes, operation),
  };
}

/** A clock that went back during the span makes it end where it began. */
function times(span: OtelSpan, isRunning: boolean) {
  const startedAt = isoOf(span.startNanos);
  if (isRunning) return { startedAt };
  const endNanos = span.endNanos > span.startNanos ? span.endNanos : span.startNanos;
  return { startedAt, finishedAt: isoOf(endNanos), durationMs: Number(endNanos - span.startNanos) / 1e6 };
}
