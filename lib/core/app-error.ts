/**
 * The closed set of reasons a call can fail for. Callers decide by code, never by message text.
 * `unavailable` and `timeout` are worth a retry; `internal` is a bug of ours; the rest is the caller's to mend.
 */
export const APP_ERROR_CODES = [
  "invalid_input",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  "payload_too_large",
  "rate_limited",
  "unavailable",
  "timeout",
  "internal",
] as const;

/** One of `APP_ERROR_CODES`. */
export type AppErrorCode = (typeof APP_ERROR_CODES)[number];

/** What an `AppError` carries beside code and message: plain JSON `details` for the log, and the `cause` that led to it. */
export type AppErrorOptions = {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

/**
 * The one error class. `message` names the offending value and is for the log; each edge translates `code` for its own readers.
 * `details` is empty when none were given.
 */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? {};
  }
}

/**
 * Whether `value` is an `AppError`, also one thrown by another copy of this module: bundlers may load it twice, and
 * then `instanceof` alone would call our own error foreign.
 */
export function isAppError(value: unknown): value is AppError {
  if (value instanceof AppError) return true;
  if (!(value instanceof Error) || value.name !== "AppError" || !("code" in value)) return false;
  const { code } = value;
  return APP_ERROR_CODES.some((known) => known === code);
}
