import { describe, expect, test } from "vitest";
import { AppError, isAppError } from "./app-error.ts";

describe("AppError", () => {
  test("carries code, message, details and cause, and names itself", () => {
    const cause = new Error("socket closed");
    const error = new AppError("unavailable", "ingest answered 503", { details: { status: 503 }, cause });
    expect(error).toBeInstanceOf(Error);
    expect({ name: error.name, code: error.code, message: error.message, details: error.details }).toEqual({
      name: "AppError",
      code: "unavailable",
      message: "ingest answered 503",
      details: { status: 503 },
    });
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe("AppError: ingest answered 503");
  });

  test("has empty details and no cause property when none were given", () => {
    const error = new AppError("not_found", "no agent 7");
    expect(error.details).toEqual({});
    expect("cause" in error).toBe(false);
  });
});

describe("isAppError", () => {
  test("accepts one thrown by another copy of the module", () => {
    const foreign = Object.assign(new Error("no agent 7"), { name: "AppError", code: "not_found", details: {} });
    expect(isAppError(foreign)).toBe(true);
    expect(isAppError(new AppError("conflict", "claimed twice"))).toBe(true);
  });

  test.each([
    ["a plain error", new Error("x")],
    ["an AppError-like error with a code outside the set", Object.assign(new Error("x"), { name: "AppError", code: "odd" })],
    ["a record of the same shape", { name: "AppError", code: "not_found", message: "x", details: {} }],
    ["nothing", undefined],
  ])("refuses %s", (_what, value) => {
    expect(isAppError(value)).toBe(false);
  });
});
