/** Whole seconds, or a date in the form that HTTP prescribes. */
const SECONDS = /^\d{1,10}$/;
const HTTP_DATE = /^[a-z]{3,9}, .+ gmt$/i;

/**
 * How many ms a Retry-After header asks to wait, 0 or more; null when the header is absent or unreadable. `nowMs` is the epoch instant
 * that a date is measured from. **Source:** RFC 9110, 10.2.3.
 */
export function parseRetryAfterMs(header: string | null, nowMs: number): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) return Number(text) * 1000;
  const instantMs = HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(instantMs) ? null : Math.max(0, instantMs - nowMs);
}
