import { expect, test } from "vitest";
import { inHeldOrder } from "./held-order.ts";

const idOf = (row: string) => row;

test("held rows keep their places, newcomers follow in their own order, and nobody is lost", () => {
  expect(inHeldOrder(["new-b", "c", "new-a", "a"], ["a", "b", "c"], idOf)).toEqual(["a", "c", "new-b", "new-a"]);
});

test("with nothing held the order is the rows' own", () => {
  expect(inHeldOrder(["c", "a", "b"], [], idOf)).toEqual(["c", "a", "b"]);
});
