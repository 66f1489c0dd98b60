import { describe, expect, test } from "vitest";
import { AppError } from "../core/app-error.ts";
import { unwrap } from "./client.ts";

/** The error that unwrap raises for a failure with this code. */
function raised(code: string | undefined): AppError {
  const failure = { message: "as it was said", details: "more", ...(code !== undefined && { code }) };
  try {
    unwrap({ data: null, error: failure }, "Doing it");
  } catch (cause) {
    if (cause instanceof AppError) return cause;
  }
  throw new Error("No AppError was raised");
}

describe("unwrap", () => {
  test("gives the data of an answer, whatever it is", () => {
    for (const data of [[], 0, null, "", false]) expect(unwrap({ data, error: null }, "Doing it")).toBe(data);
  });

  // SQLSTATEs: PostgreSQL, appendix A; PGRST codes: PostgREST's list of errors.
  test.each([
    ["42501", "forbidden"],
    ["22023", "invalid_input"],
    ["22P02", "invalid_input"],
    ["23514", "invalid_input"],
    ["23505", "conflict"],
    ["PGRST116", "not_found"],
    ["PGRST301", "unauthorized"],
    ["PGRST303", "unauthorized"],
    ["57014", "timeout"],
    ["53300", "unavailable"],
    ["", "unavailable"],
    [undefined, "unavailable"],
    ["XX000", "internal"],
    ["42P01", "internal"],
  ] as const)("raises %j as %s, with what was said", (code, expected) => {
    const error = raised(code);
    expect(error.code).toBe(expected);
    expect(error.message).toBe("Doing it: as it was said");
    expect(error.details).toEqual({ code: code ?? "", details: "more" });
    expect(error.cause).toMatchObject({ message: "as it was said" });
  });
});
