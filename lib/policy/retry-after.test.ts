import { expect, test } from "vitest";
import { parseRetryAfterMs } from "./retry-after.ts";

/** The instant that RFC 9110 writes as Sun, 06 Nov 1994 08:49:37 GMT. */
const RFC_INSTANT_MS = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ["0", 0],
  [" 120 ", 120_000],
  ["Sun, 06 Nov 1994 08:49:37 GMT", 30_000],
])("reads %s", (header, delayMs) => {
  expect(parseRetryAfterMs(header, RFC_INSTANT_MS - 30_000)).toBe(delayMs);
});

test("a date that has passed asks for no wait", () => {
  expect(parseRetryAfterMs("Sun, 06 Nov 1994 08:49:37 GMT", RFC_INSTANT_MS + 1)).toBe(0);
});

test.each([null, "", "soon", "-5", "1.5", "1e3", "Xyz, never GMT", "2026-11-22"])("answers null to %s", (header) => {
  expect(parseRetryAfterMs(header, RFC_INSTANT_MS)).toBeNull();
});
