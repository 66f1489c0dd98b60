import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** How the library's own words begin; whatever begins otherwise was written for the field and stays. */
const LIBRARY_WORDS = /^(Invalid|Too big|Too small|Unrecognized)/;

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "a JSON object",
  record: "a JSON object",
  array: "a list",
};

/**
 * What is wrong with a field, to be read after the field's name: "is missing", "is longer than 120 characters". Words that a schema gives
 * itself are kept; those of the library, which speak of types and input, are put plainly.
 *
 * @example
 * ```ts
 * const found = z.object({ agentId: z.string().max(3) }).safeParse({ agentId: "atlas" });
 * expect(found.error?.issues.map(describeIssue)).toEqual(["is longer than 3 characters"]);
 * ```
 */
export function describeIssue(issue: Issue): string {
  if (!LIBRARY_WORDS.test(issue.message)) return issue.message;
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "is missing" : `is not ${KINDS[issue.expected] ?? `of type ${issue.expected}`}`;
    case "invalid_value":
      return `is not ${issue.values.length === 1 ? "" : "one of "}${issue.values.map(String).join(", ")}`;
    case "invalid_format":
      return issue.format === "datetime" ? "is not an instant such as 2026-01-31T09:30:00Z" : `is not a valid ${issue.format}`;
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.join(", ")}`;
    case "too_big":
      return issue.inclusive === false ? `is not less than ${issue.maximum}` : above(issue.origin, issue.maximum);
    case "too_small":
      return issue.inclusive === false ? `is not more than ${issue.minimum}` : below(issue.origin, issue.minimum);
    default:
      return issue.message;
  }
}

function above(origin: string, most: number | bigint): string {
  if (origin === "string") return `is longer than ${most} characters`;
  return origin === "array" ? `has more than ${most} items` : `is more than ${most}`;
}

function below(origin: string, least: number | bigint): string {
  if (origin !== "string" && origin !== "array") return `is less than ${least}`;
  if (Number(least) === 1) return "is empty";
  return origin === "string" ? `is shorter than ${least} characters` : `has fewer than ${least} items`;
}
