import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { DOCSTRING_RULES } from "./architecture/docstring-rules.ts";
import { EDGE_RULES } from "./architecture/edge-rules.ts";
import { IMPORT_RULES } from "./architecture/import-rules.ts";
import { LANGUAGE_RULES } from "./architecture/language-rules.ts";
import { PORTABILITY_RULES } from "./architecture/portability-rules.ts";
import { SCREEN_RULES } from "./architecture/screen-rules.ts";
import { SIZE_RULES } from "./architecture/size-rules.ts";
import { describeViolation, type Rule, readTree } from "./architecture/source-file.ts";
import { SQL_RULES } from "./architecture/sql-rules.ts";
import { TEST_RULES } from "./architecture/test-rules.ts";

const RULES: readonly Rule[] = [
  ...IMPORT_RULES,
  ...PORTABILITY_RULES,
  ...SIZE_RULES,
  ...LANGUAGE_RULES,
  ...DOCSTRING_RULES,
  ...TEST_RULES,
  ...SQL_RULES,
  ...EDGE_RULES,
  ...SCREEN_RULES,
];
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
