import fc from "fast-check";
import { expect, test } from "vitest";
import { toSlug } from "./slug.ts";

test.each([
  ["Research fleet", "research-fleet"],
  ["  Ärzte & Söhne, 2nd  ", "arzte-sohne-2nd"],
  ["---", ""],
  ["日本", ""],
  ["a".repeat(60), "a".repeat(48)],
])("%j becomes %j", (name, slug) => {
  expect(toSlug(name)).toBe(slug);
});

test("whatever the name, the database takes the slug or it is empty", () => {
  // The check constraint workspaces_slug_form.
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 120 }), (name) => {
      expect(toSlug(name)).toMatch(/^([a-z0-9][a-z0-9-]{0,47})?$/);
    }),
  );
});
