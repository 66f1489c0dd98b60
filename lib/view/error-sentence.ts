import { type AppErrorCode, isAppError } from "../core/app-error.ts";

const SENTENCES: Readonly<Record<AppErrorCode, string>> = {
  invalid_input: "The server did not accept what was entered.",
  unauthorized: "Your session has ended. Sign in again; nothing was changed.",
  forbidden: "Your role in this workspace does not allow that. Nothing was changed.",
  not_found: "It is no longer there.",
  conflict: "Somebody else changed it first. Look again before you go on.",
  payload_too_large: "That is larger than the server takes.",
  rate_limited: "Too many requests at once. Try again in a minute.",
  unavailable: "The server could not be reached. Nothing was changed; try again.",
  timeout: "The server took too long. It may have been done all the same: look before you repeat it.",
  internal: "The server failed. Its log has the cause.",
};

/** What an operator reads of an error: a sentence by its code. What is not one of ours reads as a fault of the server. */
export function errorSentence(error: unknown): string {
  return SENTENCES[isAppError(error) ? error.code : "internal"];
}
