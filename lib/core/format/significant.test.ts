import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { scaleToUnit, toGrouped, toSignificant, UNIT_SPACE } from "./significant.ts";

describe("toSignificant", () => {
  // Expected by hand: three significant digits of the decimal notation.
  test.each([
    [0, "0"],
    [1, "1.00"],
    [1.2, "1.20"],
    [12.345, "12.3"],
    [98.25, "98.3"],
    [999.4, "999"],
    [999.6, "1000"],
    [12_403, "12400"],
    [0.0042, "0.00420"],
    [0.09996, "0.100"],
    [1e-7, "0.000000100"],
    [-1.5, "\u22121.50"],
  ])("%d reads %s", (value, text) => {
    expect(toSignificant(value)).toBe(text);
  });

  test("is never further from the value than half a unit of the third digit", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
        const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
        expect(Math.abs(Number(toSignificant(value)) - value)).toBeLessThanOrEqual(unit * 0.5000001);
      }),
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("refuses %d", (value) => {
    expect(() => toSignificant(value)).toThrow("must be finite");
  });
});

describe("scaleToUnit", () => {
  const steps = [
    { unit: "ms", size: 1 },
    { unit: "s", size: 1000 },
  ];

  test("moves up as soon as three digits would not do", () => {
    expect(scaleToUnit(999.4, steps)).toBe(`999${UNIT_SPACE}ms`);
    expect(scaleToUnit(999.6, steps)).toBe(`1.00${UNIT_SPACE}s`);
    expect(scaleToUnit(-1240, steps)).toBe(`\u22121.24${UNIT_SPACE}s`);
  });

  test("stays in the first unit below it", () => {
    expect(scaleToUnit(0.25, steps)).toBe(`0.250${UNIT_SPACE}ms`);
  });

  test("refuses an empty scale", () => {
    expect(() => scaleToUnit(1, [])).toThrow("at least one unit");
  });
});

describe("toGrouped", () => {
  test.each([
    [1_234_567.891, 2, "1,234,567.89"],
    [-1234, 0, "\u22121,234"],
    [-0.001, 2, "0"],
  ])("%d with %d decimals reads %s", (value, decimals, text) => {
    expect(toGrouped(value, decimals)).toBe(text);
  });
});
