import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Json } from "../domain/execution.ts";
import { isSameJson, type JsonChange, jsonDifference } from "./json-difference.ts";

const told = (before: Json, after: Json) =>
  jsonDifference(before, after).changes.map((change) => `${change.kind} ${change.path} ${JSON.stringify(valuesOf(change))}`);

const valuesOf = (change: JsonChange) =>
  change.kind === "added" ? [change.after] : change.kind === "removed" ? [change.before] : [change.before, change.after];

const json = fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

describe("two values", () => {
  test.each<[string, Json, Json, readonly string[]]>([
    ["keys", { a: 1, b: 2 }, { b: 3, c: 4 }, ["removed $.a [1]", "changed $.b [2,3]", "added $.c [4]"]],
    ["what is nested", { a: { b: { c: 1 } } }, { a: { b: { c: null } } }, ["changed $.a.b.c [1,null]"]],
    ["keys that are no names", { "a b": 1, "0": 1 }, {}, ['removed $["0"] [1]', 'removed $["a b"] [1]']],
    ["an item put in at the head", [1, 2, 3], [0, 1, 2, 3], ["added $[0] [0]"]],
    ["an item taken from the middle", ["a", "b", "c"], ["a", "c"], ['removed $[1] ["b"]']],
    ["an item changed in its place", [{ id: 1 }, { id: 2 }], [{ id: 1 }, { id: 3 }], ["changed $[1].id [2,3]"]],
    ["a kind", { a: [1] }, { a: { "0": 1 } }, ['changed $.a [[1],{"0":1}]']],
    ["the whole", null, { a: 1 }, ['changed $ [null,{"a":1}]']],
    ["keys that every object inherits", {}, { constructor: 1, toString: 2 }, ["added $.constructor [1]", "added $.toString [2]"]],
  ])("differ in %s", (_, before, after, expected) => {
    expect(told(before, after)).toEqual(expected);
  });

  test("that are equal but for the order of keys do not differ", () => {
    expect(told({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toEqual([]);
  });

  test("differ in nothing exactly when they are the same, and turned round in the same places", () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(jsonDifference(before, before).changes).toEqual([]);
        const changes = jsonDifference(before, after).changes;
        expect(changes.length === 0).toBe(isSameJson(before, after));
        const back = jsonDifference(after, before).changes;
        const count = (list: readonly JsonChange[], kind: JsonChange["kind"]) => list.filter((one) => one.kind === kind).length;
        expect(count(changes, "added") > 0 || count(changes, "removed") > 0 || count(changes, "changed") > 0).toBe(back.length > 0);
      }),
    );
  });

  test("with more differences than anybody reads are cut, and say so", () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, index]));
    const { changes, isCut } = jsonDifference({}, many);
    expect([changes.length, isCut]).toEqual([200, true]);
    expect(jsonDifference({}, { a: 1 }).isCut).toBe(false);
  });

  test("of any size and depth are compared in a moment", () => {
    const long = Array.from({ length: 5000 }, (_, index) => index);
    expect(jsonDifference(long, long.toReversed()).isCut).toBe(true);
    let deep: Json = 1;
    for (let level = 0; level < 500; level += 1) deep = { deep };
    expect(jsonDifference(deep, { deep: 2 }).changes).toHaveLength(1);
  });
});
