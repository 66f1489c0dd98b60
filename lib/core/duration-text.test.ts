import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDurationText, writeDurationText } from "./duration-text.ts";

describe("parseDurationText", () => {
  test.each([
    ["90s", 90_000],
    ["25m", 1_500_000],
    ["2h", 7_200_000],
    ["3d", 259_200_000],
    ["1w", 604_800_000],
    ["1h30m", 5_400_000],
    [" 1H 30M ", 5_400_000],
    ["1w2d3h4m5s", 604_800_000 + 2 * 86_400_000 + 3 * 3_600_000 + 4 * 60_000 + 5000],
  ])("reads '%s'", (text, durationMs) => {
    expect(parseDurationText(text)).toEqual({ kind: "duration", durationMs });
  });

  test.each(["", "m", "25", "1.5h", "-2h", "30m1h", "5y", "2h2h", "0m", `${"9".repeat(20)}w`])("tells why '%s' is not one", (text) => {
    const read = parseDurationText(text);
    expect(read.kind).toBe("invalid");
    expect(read.kind === "invalid" && read.reason.startsWith(`"${text}"`)).toBe(true);
  });
});

describe("writeDurationText", () => {
  test.each([
    [90_000, "90s"],
    [5_400_000, "90m"],
    [7_200_000, "2h"],
    [604_800_000, "1w"],
  ])("%d ms is written %s", (durationMs, text) => {
    expect(writeDurationText(durationMs)).toBe(text);
  });

  test("what it writes reads as the same duration", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (seconds) => {
        expect(parseDurationText(writeDurationText(seconds * 1000))).toEqual({ kind: "duration", durationMs: seconds * 1000 });
      }),
    );
  });

  test.each([0, -1000, 1500, Number.NaN])("refuses %d ms", (durationMs) => {
    expect(() => writeDurationText(durationMs)).toThrow("whole number of seconds");
  });
});
