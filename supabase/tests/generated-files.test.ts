import { readFileSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { describeSchema } from "../local/describe-schema.ts";
import { GENERATED_FILES, generateTypes } from "../local/generated-files.ts";
import { anonymous, needsDatabase, openDatabase } from "./stack.ts";

describe("what is derived from the migrations equals what they come to (if not: npm run generate)", () => {
  beforeEach(needsDatabase);

  test("lib/data/database.types.ts", async () => {
    const sql = openDatabase(1);
    const expected = await generateTypes(sql);
    await sql.end();
    expect(readFileSync(GENERATED_FILES.types, "utf8"), "run `npm run generate` and commit").toBe(expected);
  });

  // On a stack that has served requests, so that whatever serves them is seen to change no grant and no policy.
  test("supabase/schema.sql, also after requests were served", async () => {
    await anonymous().client.from("workspaces").select("id");
    const sql = openDatabase(1);
    const expected = await describeSchema(sql);
    await sql.end();
    expect(readFileSync(GENERATED_FILES.schema, "utf8"), "run `npm run generate` and commit").toBe(expected);
  });
});
