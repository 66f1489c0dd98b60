import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { IMPORT_RULES } from "./architecture/import-rules.ts";
import { describeViolation, type Rule, readTree } from "./architecture/source-file.ts";

const RULES: readonly Rule[] = [...IMPORT_RULES];
const tree = readTree(fileURLToPath(new URL("../", import.meta.url)));

describe("the tree keeps the rule that", () => {
  test.each(RULES)("$name", ({ check }) => {
    expect(check(tree).map(describeViolation)).toEqual([]);
  });
});

describe("a file that breaks it is reported, and one that keeps it is not:", () => {
  test.each(RULES)("$name", ({ check, broken, kept }) => {
    expect(broken.length).toBeGreaterThan(0);
    for (const files of broken) expect(check(files), files[0]?.text).not.toEqual([]);
    for (const files of kept) expect(check(files), files[0]?.text).toEqual([]);
  });
});

test("the tree that is checked is this checkout, and not an empty folder", () => {
  expect(tree.map((file) => file.path)).toEqual(
    expect.arrayContaining(["package.json", "lib/architecture.test.ts", "lib/core/app-error.ts"]),
  );
});
