/** `npm run generate`: writes what is derived from the migrations. `npm test` compares it, so that it cannot drift. */
import { writeFileSync } from "node:fs";
import { describeSchema } from "./describe-schema.ts";
import { GENERATED_FILES, generateTypes } from "./generated-files.ts";
import { say } from "./terminal.ts";
import { makeThrowawayDatabase } from "./throwaway-database.ts";

const database = await makeThrowawayDatabase();
try {
  writeFileSync(GENERATED_FILES.types, await generateTypes(database.sql));
  writeFileSync(GENERATED_FILES.schema, await describeSchema(database.sql));
  say(`Wrote ${Object.values(GENERATED_FILES).join(" and ")}`);
} finally {
  await database.remove();
}
