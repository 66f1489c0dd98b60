import { AppError } from "./app-error.ts";

/**
 * Ends a switch over a tagged union: the compiler refuses the call while a variant is unhandled.
 * Reached at run time only by a value from outside the types; then raises `internal` and names the value.
 */
export function assertNever(value: never): never {
  throw new AppError("internal", `Unhandled variant: ${JSON.stringify(value)}`, { details: { value } });
}
