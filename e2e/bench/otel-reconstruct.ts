/**
 * OTLP requests of the traces that the otel benchmark is given. any-agent's are OTLP already. The framework traces are exports
 * of Langfuse, which keeps a span's attributes, resource and scope in each observation's metadata: they are put back as they
 * stood, with numbers that the export wrote as text as numbers again, and JSON values as the texts they were. Times are the
 * export's, in ms; events and links are not in it. An observation without attributes was sent by Langfuse's own SDK, which
 * writes type, model, usage, cost, level and metadata as `langfuse.observation.*`: from the observation's fields these are written anew.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Fields = Readonly<Record<string, unknown>>;

/** A trace as it is sent, and the raw spans or observations that it was made from. */
export type BenchTrace = {
  readonly name: string;
  readonly request: unknown;
  readonly raw: readonly Fields[];
  readonly source: "otlp" | "langfuse";
};

export const fields = (value: unknown): Fields => {
  const parsed = typeof value === "string" && value.startsWith("{") ? JSON.parse(value) : value;
  return typeof parsed === "object" && parsed !== null ? parsed : {};
};

export const list = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value : []);

/** All traces of a folder: `any-agent.otlp.jsonl` and other `*.otlp.jsonl`, and `frameworks/*.json`. */
export function readTraces(folder: string): readonly BenchTrace[] {
  const lines = readdirSync(folder)
    .filter((name) => name.endsWith(".otlp.jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").trim().split("\n"))
    .map((line, index) => fromOtlp(JSON.parse(line), `line ${index + 1}`));
  const exports = readdirSync(join(folder, "frameworks"))
    .filter((name) => name.endsWith(".json"))
    .map((name) => fromLangfuse(JSON.parse(readFileSync(join(folder, "frameworks", name), "utf8")), name));
  return [...lines, ...exports];
}

function fromOtlp(request: Fields, name: string): BenchTrace {
  const raw = list(request["resourceSpans"]).flatMap((ofResource) => {
    const service = list(fields(ofResource["resource"])["attributes"]).find(({ key }) => key === "service.name");
    const resource = { "service.name": fields(service?.["value"])["stringValue"] };
    return list(ofResource["scopeSpans"]).flatMap((ofScope) => list(ofScope["spans"]).map((span) => ({ ...span, resource })));
  });
  return { name: `${name} ${String(fields(raw[0]?.["resource"])["service.name"])}`, request, raw, source: "otlp" };
}

function fromLangfuse(file: Fields, name: string): BenchTrace {
  const raw = list(file["observations"]);
  const resourceSpans = raw.map((observation) => {
    const metadata = fields(observation["metadata"]);
    const scope = fields(metadata["scope"]);
    return {
      resource: { attributes: pairs(fields(metadata["resourceAttributes"])) },
      scopeSpans: [
        {
          scope: { name: scope["name"], version: scope["version"], attributes: pairs(fields(scope["attributes"])) },
          spans: [spanOf(observation, metadata)],
        },
      ],
    };
  });
  return { name, request: { resourceSpans }, raw, source: "langfuse" };
}

function spanOf(observation: Fields, metadata: Fields) {
  const isError = observation["level"] === "ERROR";
  return {
    traceId: observation["traceId"],
    spanId: observation["id"],
    ...(typeof observation["parentObservationId"] === "string" && { parentSpanId: observation["parentObservationId"] }),
    name: observation["name"],
    kind: 1,
    startTimeUnixNano: nanos(observation["startTime"]),
    endTimeUnixNano: nanos(observation["endTime"] ?? observation["startTime"]),
    attributes: pairs(metadata["attributes"] === undefined ? ownAttributes(observation, metadata) : fields(metadata["attributes"])),
    status: isError ? { code: 2, message: observation["statusMessage"] ?? "" } : { code: 0 },
  };
}

/** As Langfuse's SDK writes them. */
function ownAttributes(observation: Fields, metadata: Fields): Fields {
  const { resourceAttributes: _, scope: __, ...told } = metadata;
  const named = Object.entries(told).map(([name, value]) => [`langfuse.observation.metadata.${name}`, value] as const);
  const filled = (value: unknown) => Object.keys(fields(value)).length > 0;
  return Object.fromEntries([
    ["langfuse.observation.type", String(observation["type"] ?? "span").toLowerCase()],
    ["langfuse.observation.level", observation["level"]],
    ...(observation["model"] ? [["langfuse.observation.model.name", observation["model"]]] : []),
    ...(filled(observation["usageDetails"]) ? [["langfuse.observation.usage_details", observation["usageDetails"]]] : []),
    ...(filled(observation["costDetails"]) ? [["langfuse.observation.cost_details", observation["costDetails"]]] : []),
    ...(observation["input"] ? [["langfuse.observation.input", observation["input"]]] : []),
    ...(observation["output"] ? [["langfuse.observation.output", observation["output"]]] : []),
    ...named,
  ]);
}

function pairs(attributes: Fields) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function anyValue(value: unknown) {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (typeof value !== "string") return { stringValue: JSON.stringify(value) };
  if (/^\d{1,15}$/.test(value)) return { intValue: value };
  return /^\d+\.\d+$/.test(value) ? { doubleValue: Number(value) } : { stringValue: value };
}

function nanos(at: unknown): string {
  return `${Date.parse(String(at))}000000`;
}
