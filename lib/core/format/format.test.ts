import { describe, expect, test } from "vitest";
import { formatBytes, formatExactBytes } from "./format-bytes.ts";
import { formatCost, formatExactCost } from "./format-cost.ts";
import { formatCount, formatExactCount } from "./format-count.ts";
import { formatDuration, formatExactDuration } from "./format-duration.ts";
import { formatExactRatio, formatRatio, formatRatioOfFew } from "./format-ratio.ts";
import { UNIT_SPACE } from "./significant.ts";

/** Ordinary spaces stand for the narrow ones, so that the tables below can be read. */
function plain(text: string): string {
  return text.replaceAll(UNIT_SPACE, " ");
}

// Every expectation in this file is worked out by hand from the rule in the function's docstring.

describe("formatDuration", () => {
  test.each([
    [0, "0 ms"],
    [0.42, "420 µs"],
    [12.4, "12.4 ms"],
    [999.6, "1.00 s"],
    [1240, "1.24 s"],
    [59_940, "59.9 s"],
    [59_960, "1 min"],
    [200_000, "3 min 20 s"],
    [3_599_400, "59 min 59 s"],
    [3_599_600, "1 h"],
    [7_500_000, "2 h 5 min"],
    [85_200_000, "23 h 40 min"],
    [86_390_000, "1 d"],
    [273_600_000, "3 d 4 h"],
    [-1240, "\u22121.24 s"],
    [-200_000, "\u22123 min 20 s"],
  ])("%d ms reads %s", (durationMs, text) => {
    expect(plain(formatDuration(durationMs))).toBe(text);
  });

  test("the exact value has every digit", () => {
    expect(plain(formatExactDuration(1240.5))).toBe("1,240.5 ms");
  });

  test("keeps a figure and its unit on one line", () => {
    expect(formatDuration(1240)).toBe("1.24\u202fs");
  });

  test("refuses NaN", () => {
    expect(() => formatDuration(Number.NaN)).toThrow("not NaN");
  });
});

describe("formatCount", () => {
  test.each([
    [0, "0"],
    [7, "7"],
    [999, "999"],
    [1000, "1.00 k"],
    [12_403, "12.4 k"],
    [999_600, "1.00 M"],
    [3_100_000, "3.10 M"],
    [-12_403, "\u221212.4 k"],
  ])("%d reads %s", (count, text) => {
    expect(plain(formatCount(count))).toBe(text);
  });

  test("the exact value is whole and grouped", () => {
    expect(formatExactCount(12_403)).toBe("12,403");
  });

  test("refuses a fraction", () => {
    expect(() => formatCount(1.5)).toThrow("not 1.5");
  });
});

describe("formatRatio", () => {
  test.each([
    [0, "0 %"],
    [1, "100 %"],
    [0.982142, "98.2 %"],
    [0.042, "4.20 %"],
    [0.0001, "0.0100 %"],
    [0.00004, "< 0.01 %"],
    [0.9994, "99.9 %"],
    [0.9996, "> 99.9 %"],
  ])("%d reads %s", (ratio, text) => {
    expect(plain(formatRatio(ratio))).toBe(text);
  });

  test("the exact value has six decimals at most", () => {
    expect(plain(formatExactRatio(55 / 56))).toBe("98.214286 %");
  });

  test("a ratio of few shows its sample", () => {
    expect(formatRatioOfFew(7, 9)).toBe("7 of 9");
    expect(() => formatRatioOfFew(10, 9)).toThrow("10 of 9");
  });

  test.each([-0.1, 1.1, Number.NaN])("refuses %d", (ratio) => {
    expect(() => formatRatio(ratio)).toThrow("ratio");
  });
});

describe("formatCost", () => {
  test.each([
    [0, "$0"],
    [0.0042, "$0.0042"],
    [0.00421357, "$0.00421"],
    [0.1, "$0.10"],
    [0.1239, "$0.124"],
    [0.9996, "$1.00"],
    [12.4, "$12.40"],
    [999.994, "$999.99"],
    [999.999, "$1,000"],
    [1240.4, "$1,240"],
    [4e-7, "< $0.000001"],
    [-4e-7, "> \u2212$0.000001"],
    [-12.4, "\u2212$12.40"],
  ])("%d dollars read %s", (costUsd, text) => {
    expect(formatCost(costUsd)).toBe(text);
  });

  test("the exact value has ten decimals at most", () => {
    expect(formatExactCost(0.0042135)).toBe("$0.0042135");
    expect(formatExactCost(-1240.5)).toBe("\u2212$1,240.5");
  });

  test("refuses an infinite cost", () => {
    expect(() => formatCost(Number.POSITIVE_INFINITY)).toThrow("not Infinity");
  });
});

describe("formatBytes", () => {
  test.each([
    [0, "0 B"],
    [512, "512 B"],
    [511.6, "512 B"],
    [1024, "1.00 KiB"],
    [1_034_240, "0.986 MiB"],
    [268_435_456, "256 MiB"],
    [1_331_439_862, "1.24 GiB"],
  ])("%d bytes read %s", (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });

  test("the exact value is in bytes", () => {
    expect(plain(formatExactBytes(1_331_439_862))).toBe("1,331,439,862 B");
  });

  test("refuses a negative size", () => {
    expect(() => formatBytes(-1)).toThrow("not -1");
  });
});
