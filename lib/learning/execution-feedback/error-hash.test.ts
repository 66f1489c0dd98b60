import { expect, test } from "vitest";
import { hashText } from "./error-hash.ts";

test("a hash is an integer below 2^53, other for other texts, and stays what it was: ids are made of it", () => {
  const texts = Array.from({ length: 20_000 }, (_, index) => `template ${index}`);
  const hashes = texts.map(hashText);
  expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
  expect(new Set(hashes).size).toBe(texts.length);
  expect(hashText("ab")).not.toBe(hashText("ba"));
});
