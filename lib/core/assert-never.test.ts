import { expect, test } from "vitest";
import { AppError } from "./app-error.ts";
import { assertNever } from "./assert-never.ts";

test("a value from outside the types raises internal and is named", () => {
  const value: unknown = { kind: "unheard-of" };
  const expected = new AppError("internal", 'Unhandled variant: {"kind":"unheard-of"}', { details: { value } });
  expect(() => assertNever(value as never)).toThrow(expected);
});
