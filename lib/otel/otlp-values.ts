import type { Json } from "../domain/execution.ts";

/** An object whose fields are still to be looked at. */
export type Fields = Readonly<Record<string, unknown>>;

/** Attributes by name; of a name that comes twice, the last. */
export type Attributes = Readonly<Record<string, Json>>;

const MAX_DEPTH = 64;
const NO_FIELDS: Fields = {};

/** The fields of an object; none for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : NO_FIELDS;
}

/** The items of a list, each as its fields; none for anything else. */
export function itemsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** The text itself, or the empty one for anything else. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A number given as number or as text; undefined for anything that is no finite number. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** What 64 bits hold, as OTLP's instants do: whoever makes a date of one never meets a year that dates do not have. */
const MAX_NANOS = 2n ** 64n - 1n;

/** Nanoseconds since 1970, given as text (exact) or as a number; 0 where there are none, or more than 64 bits hold. */
export function nanosOf(value: unknown): bigint {
  const nanos = typeof value === "string" ? nanosOfText(value) : nanosOfNumber(value);
  return nanos > MAX_NANOS ? 0n : nanos;
}

function nanosOfText(text: string): bigint {
  return /^\d{1,20}$/.test(text) ? BigInt(text) : 0n;
}

function nanosOfNumber(value: unknown): bigint {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? BigInt(Math.trunc(value)) : 0n;
}

/** The number of an enum, given as number or by one of its names in order from 0. 0 for what is not known. */
export function enumOf(value: unknown, names: readonly string[]): number {
  if (typeof value === "number") return value;
  const at = names.indexOf(textOf(value));
  return at < 0 ? 0 : at;
}

/** A list of key-value pairs as an object. Never raises: a value without content is null. */
export function attributesOf(value: unknown): Attributes {
  return pairs(value, 0);
}

function pairs(value: unknown, depth: number): Attributes {
  // Without a prototype, so that an attribute named __proto__ is an attribute.
  const attributes: Record<string, Json> = Object.create(null);
  for (const pair of itemsOf(value)) {
    const key = textOf(pair["key"]);
    if (key !== "") attributes[key] = anyValue(pair["value"], depth);
  }
  return attributes;
}

function anyValue(value: unknown, depth: number): Json {
  const any = fieldsOf(value);
  if (depth > MAX_DEPTH) return null;
  if (typeof any["stringValue"] === "string") return any["stringValue"];
  if (typeof any["boolValue"] === "boolean") return any["boolValue"];
  if (any["intValue"] !== undefined) return integer(any["intValue"]);
  if (any["doubleValue"] !== undefined) return double(any["doubleValue"]);
  if (any["arrayValue"] !== undefined) {
    const values = fieldsOf(any["arrayValue"])["values"];
    return Array.isArray(values) ? values.map((item) => anyValue(item, depth + 1)) : [];
  }
  if (any["kvlistValue"] !== undefined) return pairs(fieldsOf(any["kvlistValue"])["values"], depth + 1);
  return typeof any["bytesValue"] === "string" ? any["bytesValue"] : null;
}

/** A number where it is exact, else its digits as text. */
function integer(value: unknown): Json {
  const number = numberOf(value);
  return number === undefined || Number.isSafeInteger(number) ? (number ?? null) : String(value);
}

/** JSON knows no NaN and no infinity; OTLP writes them as text. */
function double(value: unknown): Json {
  return numberOf(value) ?? (typeof value === "string" || typeof value === "number" ? String(value) : null);
}
