import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readZonedMinute, writeZonedMinute } from "./zoned-text.ts";

describe("readZonedMinute", () => {
  test.each([
    ["2026-11-22 18:33", "UTC", "2026-11-22T18:33:00Z"],
    ["2026-11-22 18:33", "Europe/Berlin", "2026-11-22T17:33:00Z"],
    ["2026-07-01T09:05", "Europe/Berlin", "2026-07-01T07:05:00Z"],
    ["2026-11-22", "Asia/Kolkata", "2026-11-21T18:30:00Z"],
    ["2026-11-22 9:00", "Pacific/Kiritimati", "2026-11-21T19:00:00Z"],
    // Clocks in Berlin went from 03:00 back to 02:00 on 25 October 2026: 02:30 was first at +02:00.
    ["2026-10-25 02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
  ])("%j in %s is %s", (text, zone, instant) => {
    expect(readZonedMinute(text, zone)).toBe(Date.parse(instant));
  });

  test.each([
    ["yesterday", "UTC"],
    ["2026-13-01 00:00", "UTC"],
    ["2026-02-30 10:00", "UTC"],
    ["2026-11-22 25:00", "UTC"],
    // Clocks in Berlin went from 02:00 to 03:00 on 29 March 2026.
    ["2026-03-29 02:30", "Europe/Berlin"],
  ])("%j in %s is no instant", (text, zone) => {
    expect(readZonedMinute(text, zone)).toBeNull();
  });

  test("gives back what writeZonedMinute wrote, or the same clock reading an hour earlier", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe");
    const minutes = fc.integer({ min: 24_000_000, max: 32_000_000 });
    fc.assert(
      fc.property(zones, minutes, (zone, minute) => {
        const instantMs = minute * 60_000;
        const text = writeZonedMinute(instantMs, zone);
        const read = readZonedMinute(text, zone);
        expect(read === null ? null : writeZonedMinute(read, zone)).toBe(text);
      }),
    );
  });
});
