/** What each span's row must say, read from the raw files by rules of its own and not by lib/otel. */
import { type BenchTrace, type Fields, fields, list } from "./otel-reconstruct.ts";

/** What a row must say; undefined where the raw span says nothing of it. */
export type Expected = {
  readonly spanId: string;
  readonly traceId: string;
  readonly name: string;
  readonly agent: string;
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly parentSpanId: string | null;
  readonly isFailed: boolean;
};

type Plain = Omit<Expected, "agent" | "parentSpanId"> & {
  readonly ownAgent: string | null;
  readonly service: string;
  readonly parent: string | null;
  readonly startedAt: number;
};

/** The expected rows of a trace, in the order of its raw spans. */
export function expectedRows(trace: BenchTrace): readonly Expected[] {
  const plain = trace.raw.map((raw) => (trace.source === "otlp" ? fromSpan(raw) : fromObservation(raw)));
  const byId = new Map(plain.map((span) => [span.spanId, span]));
  const root = [...plain].sort((a, b) => a.startedAt - b.startedAt).find(({ parent }) => parent === null);
  const above = (span: Plain) => (span.parent === null ? undefined : (byId.get(span.parent) ?? root));
  const agentOf = (span: Plain | undefined, depth = 0): string | null =>
    span === undefined || depth > 100 ? null : (span.ownAgent ?? agentOf(above(span), depth + 1));
  return plain.map(({ ownAgent: _, service, parent, startedAt: __, ...span }) => {
    const self = byId.get(span.spanId);
    return { ...span, agent: agentOf(self) ?? service, parentSpanId: parent !== null && byId.has(parent) ? parent : null };
  });
}

function fromSpan(raw: Fields): Plain {
  const attributes = Object.fromEntries(list(raw["attributes"]).map(({ key, value }) => [String(key), Object.values(fields(value))[0]]));
  return {
    spanId: String(raw["spanId"]),
    traceId: String(raw["traceId"]),
    name: String(raw["name"]),
    ownAgent: namedAgent(attributes),
    service: String(fields(raw["resource"])["service.name"]),
    model: text(attributes["gen_ai.response.model"] ?? attributes["gen_ai.request.model"]),
    inputTokens: count(attributes["gen_ai.usage.input_tokens"]),
    outputTokens: count(attributes["gen_ai.usage.output_tokens"]),
    parent: text(raw["parentSpanId"]),
    startedAt: Number(raw["startTimeUnixNano"]),
    isFailed: Number(fields(raw["status"])["code"] ?? 0) === 2,
  };
}

/** Model, usage and kind as Langfuse itself read them from the span; tokens of a span of another kind as its attributes say. */
function fromObservation(raw: Fields): Plain {
  const metadata = fields(raw["metadata"]);
  const attributes = fields(metadata["attributes"]);
  const usage = fields(raw["usageDetails"]);
  const isAgent = raw["type"] === "AGENT";
  const name = String(raw["name"]);
  return {
    spanId: String(raw["id"]),
    traceId: String(raw["traceId"]),
    name,
    ownAgent: namedAgent(attributes) ?? (isAgent ? (text(attributes["graph.node.id"]) ?? /\[(.+)\]$/.exec(name)?.[1] ?? name) : null),
    service: String(fields(metadata["resourceAttributes"])["service.name"] ?? "unknown_service"),
    model: text(raw["model"]),
    inputTokens: count(usage["input"] ?? attributes["gen_ai.usage.input_tokens"]),
    outputTokens: count(usage["output"] ?? attributes["gen_ai.usage.output_tokens"]),
    parent: text(raw["parentObservationId"]),
    startedAt: Date.parse(String(raw["startTime"])),
    isFailed: raw["level"] === "ERROR",
  };
}

function namedAgent(attributes: Fields): string | null {
  return text(attributes["gen_ai.agent.name"]) ?? text(attributes["agent_name"]) ?? text(attributes["agent.name"]);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function count(value: unknown): number | null {
  return value === undefined || value === null || value === "" ? null : Number(value);
}
