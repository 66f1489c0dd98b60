import type { z } from "zod";
import { refuse } from "../_shared/http.ts";

/** Who asks, by the SHA-256 of an API key, and what. */
export type Question = { readonly keyHash: string; readonly query: Readonly<Record<string, string>> };

/** The answer to a question that makes no sense: the first thing that is wrong with it, in a sentence. */
export function invalid(error: z.ZodError): Response {
  return refuse(400, "invalid_input", error.issues[0]?.message ?? "The question could not be understood.");
}

/** The answer to whoever has no key of the workspace. */
export function unauthorized(): Response {
  return refuse(401, "unauthorized", "The API key is missing, wrong, revoked, or not for this workspace.");
}
