/**
 * Filters of postgres_changes: `column=operator.value`, joined by commas, each with an optional `not.`.
 * Postgres itself compares, so that a filter means here what it means in a query.
 */
import { MAX_IN_VALUES } from "./limits.ts";

const COMPARISONS = {
  eq: "=",
  neq: "<>",
  lt: "<",
  lte: "<=",
  gt: ">",
  gte: ">=",
  like: "like",
  ilike: "ilike",
  match: "~",
  imatch: "~*",
  isdistinct: "is distinct from",
} as const;

type Comparison = keyof typeof COMPARISONS;
type Common = { readonly column: string; readonly isNegated: boolean };

export type Filter =
  | (Common & { readonly operator: Comparison; readonly value: string })
  | (Common & { readonly operator: "in"; readonly values: readonly string[] })
  | (Common & { readonly operator: "is"; readonly keyword: string });

export type FilterAnswer =
  | { readonly kind: "filters"; readonly filters: readonly Filter[] }
  | { readonly kind: "invalid"; readonly message: string };

const IS_KEYWORDS = ["null", "true", "false", "unknown"];

/** Reads a filter string; a blank one is no filter. */
export function parseFilters(text: string): FilterAnswer {
  if (text.trim() === "") return { kind: "filters", filters: [] };
  const filters: Filter[] = [];
  for (const part of splitOutsideQuotes(text.trim())) {
    const filter = parseFilter(part);
    if (typeof filter === "string") return { kind: "invalid", message: `Error parsing \`filter\` params: ${filter}` };
    filters.push(filter);
  }
  return { kind: "filters", filters };
}

/** One filter, or what is wrong with it. */
function parseFilter(text: string): Filter | string {
  const [, column, not, operator, value] = /^([^=]+)=(not\.)?([a-z]+)\.([\s\S]*)$/.exec(text) ?? [];
  if (column === undefined || operator === undefined || value === undefined) return JSON.stringify(text.split("=", 2));
  const common = { column: column.trim(), isNegated: not !== undefined };
  if (operator === "in") return parseIn(common, value);
  if (operator === "is") {
    if (!IS_KEYWORDS.includes(value)) return "invalid value for is filter: must be null, true, false, or unknown";
    return { ...common, operator, keyword: value };
  }
  if (!isComparison(operator)) return JSON.stringify([operator, value]);
  return { ...common, operator, value: unquote(value) };
}

function parseIn(common: Common, text: string): Filter | string {
  if (!text.startsWith("(") || !text.endsWith(")")) return "`in` filter value must be wrapped by parentheses";
  const values = splitOutsideQuotes(text.slice(1, -1)).map(unquote);
  if (values.length > MAX_IN_VALUES) return `too many values for \`in\` filter. Maximum ${MAX_IN_VALUES}`;
  return { ...common, operator: "in", values };
}

/** Splits at commas that stand outside double quotes and parentheses. A quote opens only where a value begins. */
function splitOutsideQuotes(text: string): string[] {
  const parts: string[] = [];
  let current = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (isQuoted && char === "\\") current += text.charAt(at++);
    else if (char === '"' && (isQuoted || current === "" || /[.(,]$/.test(current))) isQuoted = !isQuoted;
    else if (!isQuoted && char === "(") depth++;
    else if (!isQuoted && char === ")") depth = Math.max(0, depth - 1);
    if (char === "," && !isQuoted && depth === 0) {
      parts.push(current);
      current = "";
    } else current += text.charAt(at);
  }
  return [...parts, current];
}

function unquote(text: string): string {
  const trimmed = text.trim();
  if (trimmed.length < 2 || !trimmed.startsWith('"') || !trimmed.endsWith('"')) return text;
  return trimmed.slice(1, -1).replace(/\\(.)/gs, "$1");
}

function isComparison(operator: string): operator is Comparison {
  return Object.hasOwn(COMPARISONS, operator);
}

/** The value as the text that its type reads: an array literal for `in`, null where there is none. */
export function filterValue(filter: Filter): string | null {
  if (filter.operator === "is") return null;
  if (filter.operator !== "in") return filter.value;
  return `{${filter.values.map((value) => `"${value.replace(/[\\"]/g, "\\$&")}"`).join(",")}}`;
}

/** Where a filter stands in a statement: the cell it looks at, the cell's type, the parameter with its value. */
export type FilterPlace = { readonly cell: string; readonly type: string; readonly parameter: string };

/** The filter as a condition. It reads text through the column's type and is false where the answer is unknown. */
export function filterCondition(filter: Filter, { cell, type, parameter }: FilterPlace): string {
  const left = `(${cell})::${type}`;
  const condition = plainCondition(filter, left, { cell, type, parameter });
  return `coalesce(${filter.isNegated ? `not (${condition})` : condition}, false)`;
}

function plainCondition(filter: Filter, left: string, { type, parameter }: FilterPlace): string {
  if (filter.operator === "is") return `${left} is ${filter.keyword}`;
  if (filter.operator === "in") return `${left} = any((${parameter}::text)::${type}[])`;
  return `${left} ${COMPARISONS[filter.operator]} (${parameter}::text)::${type}`;
}
