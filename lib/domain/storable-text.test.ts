import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toStorableJson, toStorableText } from "./storable-text.ts";

const GONE = "\ufffd";

/** Text of any code units: NUL, halves of pairs, backslashes and all. */
const anyText = fc.string({ unit: fc.oneof(fc.constantFrom("\0", "\ud800", "\udfff", "\\", "u0000", "\\u0000", '"', "😀"), fc.string()) });

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

describe("toStorableText", () => {
  test.each([
    ["a\0b", `a${GONE}b`],
    ["\ud800", GONE],
    ["x\udc00y", `x${GONE}y`],
    ["😀 stays", "😀 stays"],
    ["\\u0000 written out stays", "\\u0000 written out stays"],
    ["", ""],
  ])("%j becomes %j", (text, expected) => {
    expect(toStorableText(text)).toBe(expected);
  });

  test("is always storable, keeps its length, and leaves storable text alone", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stored = toStorableText(text);
        expect(isStorable(stored)).toBe(true);
        expect(stored).toHaveLength(text.length);
        if (isStorable(text)) expect(stored).toBe(text);
      }),
    );
  });
});

describe("toStorableJson", () => {
  test("mends texts and keys at any depth as toStorableText does, and nothing else", () => {
    const mend = (value: unknown): unknown => {
      if (typeof value === "string") return toStorableText(value);
      if (Array.isArray(value)) return value.map(mend);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [toStorableText(key), mend(item)]));
    };
    // Two keys that become one are one entry either way; only which of them stays could differ, so keys are unlike.
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        anyText,
        fc.integer(),
        fc.constant(null),
        fc.array(tie("value")),
        fc.record({ "a\0": tie("value"), "b\\": tie("value") }),
      ),
    })).value;
    fc.assert(
      fc.property(tree, (value) => {
        expect(toStorableJson(value)).toEqual(mend(value));
      }),
    );
  });

  test("is the very same value when nothing is to be done", () => {
    const value = { a: ["\\u0000", { b: "😀" }] };
    expect(toStorableJson(value)).toBe(value);
  });
});
