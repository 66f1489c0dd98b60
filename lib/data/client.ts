import type { SupabaseClient } from "@supabase/supabase-js";
import { AppError, type AppErrorCode } from "../core/app-error.ts";
import type { Database } from "./database.types.ts";

/** A Supabase client that knows this schema. Whose rights it has is its maker's matter. */
export type Client = SupabaseClient<Database>;

/** What PostgREST and supabase-js say of a failure. */
type Failure = { readonly message: string; readonly code?: string; readonly details?: string | null };
type Answer<T> = { readonly data: T; readonly error: null } | { readonly data: null; readonly error: Failure };

/** SQLSTATE and PostgREST codes by what they mean to us; everything else is a fault of ours. */
const CODES: Readonly<Record<string, AppErrorCode>> = {
  "42501": "forbidden",
  "22023": "invalid_input",
  "22P02": "invalid_input",
  "23505": "conflict",
  "23514": "invalid_input",
  PGRST116: "not_found",
  PGRST301: "unauthorized",
  PGRST303: "unauthorized",
  "57014": "timeout",
  "53300": "unavailable",
  "": "unavailable",
};

/**
 * The data of an answer. Raises {@link AppError}: `forbidden` where row-level security or a role refused,
 * `unauthorized` for an ended session, `invalid_input`, `conflict`, `not_found`, `timeout`, `unavailable`
 * (the server could not be reached), else `internal`.
 */
export function unwrap<T>(answer: Answer<T>, doing: string): T {
  if (answer.error === null) return answer.data;
  const { message, code = "", details } = answer.error;
  throw new AppError(CODES[code] ?? "internal", `${doing}: ${message}`, { details: { code, details }, cause: answer.error });
}
