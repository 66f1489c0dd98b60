import { expect, test } from "vitest";
import { templateParts, variableValues } from "./error-group-text.ts";

test("a template is words and the places that vary between them", () => {
  expect(templateParts("disk <*> of […] is full")).toEqual([
    { kind: "words", text: "disk " },
    { kind: "variable", text: "<*>" },
    { kind: "words", text: " of " },
    { kind: "variable", text: "[…]" },
    { kind: "words", text: " is full" },
  ]);
  expect(templateParts("nothing varies")).toEqual([{ kind: "words", text: "nothing varies" }]);
});

test("what stood in each place is counted, the most frequent first", () => {
  const messages = ["disk 7 of host-1 is full", "disk 9 of host-1 is full", "disk 7 of host-1 is full", "something else"];
  expect(variableValues("disk <*> of <*> is full", messages)).toEqual([
    {
      variable: "<*>",
      values: [
        { value: "7", count: 2 },
        { value: "9", count: 1 },
      ],
      more: 0,
    },
    { variable: "<*>", values: [{ value: "host-1", count: 3 }], more: 0 },
  ]);
});

test("at most so many values are listed, and the others counted", () => {
  const messages = Array.from({ length: 9 }, (_, index) => `disk ${index} is full`);
  expect(variableValues("disk <*> is full", messages, 5)[0]).toMatchObject({ values: { length: 5 }, more: 4 });
});

test.each(["(a+)+$ <*>", "a.b*c [<*>", "\\ <*>"])("signs that mean something to regular expressions are words: %j", (text) => {
  expect(variableValues(text, [text.replace("<*>", "7")])[0]?.values).toEqual([{ value: "7", count: 1 }]);
});

test("a template without variables, or one that no message fits, has no values", () => {
  expect(variableValues("socket hang up", ["socket hang up"])).toEqual([]);
  expect(variableValues("disk <*> is full", ["no sender"])).toEqual([]);
});
