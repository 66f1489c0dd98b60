import { type Attributes, attributesOf, enumOf, type Fields, fieldsOf, itemsOf, nanosOf, numberOf, textOf } from "./otlp-values.ts";

/** How points of one metric relate: each tells of the time since the one before, of all time since the start, or of an instant. */
export type Temporality = "delta" | "cumulative" | "instant";

/** Values between two bounds, the lower excluded. */
export type Bucket = { readonly low: number; readonly high: number; readonly count: number };

/** What one point of a metric holds. `isTotal` says that a value is one of a counter, which only grows. */
export type PointForm =
  | { readonly kind: "value"; readonly value: number; readonly isTotal: boolean; readonly quantile?: number }
  | {
      readonly kind: "distribution";
      readonly buckets: readonly Bucket[];
      readonly sum?: number;
      readonly min?: number;
      readonly max?: number;
    };

/** A point of a metric as OTLP brings it, whichever its encoding. */
export type OtelPoint = {
  readonly name: string;
  readonly unit: string;
  readonly atNanos: bigint;
  readonly temporality: Temporality;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly form: PointForm;
};

/** The points of a request, and for each that tells nothing, why. */
export type ReadPoints = { readonly points: readonly OtelPoint[]; readonly rejected: readonly string[] };

const TEMPORALITIES = ["AGGREGATION_TEMPORALITY_UNSPECIFIED", "AGGREGATION_TEMPORALITY_DELTA", "AGGREGATION_TEMPORALITY_CUMULATIVE"];
/** A point of which the sender says that nothing was recorded. */
const NO_VALUE = 1;

/** The points of a parsed ExportMetricsServiceRequest. Points that hold nothing are passed over; ones that cannot be read are told of. Never raises. */
export function readPoints(request: unknown): ReadPoints {
  const points: OtelPoint[] = [];
  const rejected: string[] = [];
  for (const ofResource of itemsOf(fieldsOf(request)["resourceMetrics"])) {
    const resource = attributesOf(fieldsOf(ofResource["resource"])["attributes"]);
    for (const ofScope of itemsOf(ofResource["scopeMetrics"]))
      for (const metric of itemsOf(ofScope["metrics"])) {
        const about = { name: textOf(metric["name"]), unit: textOf(metric["unit"]), resource };
        for (const { fields, temporality, forms } of dataOf(metric)) {
          if (((numberOf(fields["flags"]) ?? 0) & NO_VALUE) !== 0) continue;
          const atNanos = nanosOf(fields["timeUnixNano"]);
          const attributes = attributesOf(fields["attributes"]);
          if (atNanos === 0n) rejected.push(`${about.name}: timeUnixNano is missing`);
          else if (forms === null) rejected.push(`${about.name}: the point has no value that is a number`);
          else for (const form of forms) points.push({ ...about, atNanos, temporality, attributes, form });
        }
      }
  }
  return { points, rejected };
}

type Data = { readonly fields: Fields; readonly temporality: Temporality; readonly forms: readonly PointForm[] | null };

function dataOf(metric: Fields): readonly Data[] {
  const gauge = pointsIn(metric["gauge"]).map((fields) => ({ fields, temporality: "instant" as const, forms: valueForms(fields, false) }));
  const isTotal = fieldsOf(metric["sum"])["isMonotonic"] === true;
  const sums = pointsIn(metric["sum"]).map((fields) => ({
    fields,
    // What goes up and down and is told whole is the state of an instant.
    temporality: isTotal || temporalityOf(metric["sum"]) === "delta" ? temporalityOf(metric["sum"]) : ("instant" as const),
    forms: valueForms(fields, isTotal),
  }));
  const histograms = pointsIn(metric["histogram"]).map((fields) => ({
    fields,
    temporality: temporalityOf(metric["histogram"]),
    forms: distributionForms(fields, explicitBuckets(fields)),
  }));
  const exponential = pointsIn(metric["exponentialHistogram"]).map((fields) => ({
    fields,
    temporality: temporalityOf(metric["exponentialHistogram"]),
    forms: distributionForms(fields, exponentialBuckets(fields)),
  }));
  const summaries = pointsIn(metric["summary"]).map((fields) => ({
    fields,
    temporality: "instant" as const,
    forms: quantileForms(fields),
  }));
  return [...gauge, ...sums, ...histograms, ...exponential, ...summaries];
}

function pointsIn(data: unknown): readonly Fields[] {
  return itemsOf(fieldsOf(data)["dataPoints"]);
}

function temporalityOf(data: unknown): "delta" | "cumulative" {
  return enumOf(fieldsOf(data)["aggregationTemporality"], TEMPORALITIES) === 1 ? "delta" : "cumulative";
}

function valueForms(fields: Fields, isTotal: boolean): readonly PointForm[] | null {
  const value = numberOf(fields["asDouble"]) ?? numberOf(fields["asInt"]);
  return value === undefined ? null : [{ kind: "value", value, isTotal }];
}

function quantileForms(fields: Fields): readonly PointForm[] {
  return itemsOf(fields["quantileValues"]).flatMap((item) => {
    const value = numberOf(item["value"]) ?? 0;
    return [{ kind: "value" as const, value, isTotal: false, quantile: numberOf(item["quantile"]) ?? 0 }];
  });
}

/** None where nothing was measured. */
function distributionForms(fields: Fields, buckets: readonly Bucket[]): readonly PointForm[] {
  const filled = buckets.filter(({ count }) => count > 0);
  if (filled.length === 0) return [];
  const [sum, min, max] = [numberOf(fields["sum"]), numberOf(fields["min"]), numberOf(fields["max"])];
  return [
    {
      kind: "distribution",
      buckets: filled,
      ...(sum !== undefined && { sum }),
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
    },
  ];
}

function countsIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map((count) => numberOf(count) ?? 0) : [];
}

/** The outermost buckets end where the values do, as far as that is told. */
function explicitBuckets(fields: Fields): readonly Bucket[] {
  const bounds = countsIn(fields["explicitBounds"]);
  const counts = countsIn(fields["bucketCounts"]);
  const lowest = numberOf(fields["min"]) ?? Math.min(0, bounds[0] ?? 0);
  const highest = numberOf(fields["max"]) ?? bounds.at(-1);
  if (counts.length === 0) {
    const count = numberOf(fields["count"]) ?? 0;
    const mean = count > 0 ? (numberOf(fields["sum"]) ?? 0) / count : 0;
    return [{ low: numberOf(fields["min"]) ?? mean, high: numberOf(fields["max"]) ?? mean, count }];
  }
  return counts.map((count, index) => {
    const low = Math.max(bounds[index - 1] ?? lowest, lowest);
    const high = Math.min(bounds[index] ?? highest ?? low, highest ?? Number.POSITIVE_INFINITY);
    return { low: Math.min(low, high), high: Math.max(low, high), count };
  });
}

/** Source: OpenTelemetry, metrics data model, "ExponentialHistogram": bucket i holds what lies in (base^i, base^(i+1)], base = 2^(2^-scale). */
function exponentialBuckets(fields: Fields): readonly Bucket[] {
  const base = 2 ** (2 ** -(numberOf(fields["scale"]) ?? 0));
  const zero = numberOf(fields["zeroThreshold"]) ?? 0;
  const side = (data: unknown, sign: 1 | -1): readonly Bucket[] => {
    const offset = numberOf(fieldsOf(data)["offset"]) ?? 0;
    return countsIn(fieldsOf(data)["bucketCounts"]).map((count, index) => {
      const [near, far] = [sign * base ** (offset + index), sign * base ** (offset + index + 1)];
      return { low: Math.min(near, far), high: Math.max(near, far), count };
    });
  };
  const zeros = { low: -zero, high: zero, count: numberOf(fields["zeroCount"]) ?? 0 };
  return [...side(fields["negative"], -1), zeros, ...side(fields["positive"], 1)];
}
