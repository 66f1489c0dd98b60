/** The secrets of one embedded stack, made at its first start and kept in its home, readable by its owner only. */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateApiKey } from "@supabase/lite";
import { z } from "zod";
import { LocalError } from "./local-error.ts";

const keysSchema = z.strictObject({
  databasePassword: z.string().min(16),
  jwtSecret: z.string().min(32),
  publishableKey: z.string().startsWith("sb_publishable_"),
  secretKey: z.string().startsWith("sb_secret_"),
  demoPassword: z.string().min(12),
});

export type Keys = z.infer<typeof keysSchema>;

export async function readOrMakeKeys(home: string): Promise<Keys> {
  const file = join(home, "keys.json");
  if (!existsSync(file)) await makeKeys(home, file);
  const parsed = keysSchema.safeParse(readJson(file));
  if (!parsed.success) {
    throw new LocalError(`${file} is damaged. Restore it, or remove ${home} to start afresh (its data goes with it).`);
  }
  return parsed.data;
}

async function makeKeys(home: string, file: string): Promise<void> {
  mkdirSync(home, { recursive: true });
  const keys: Keys = {
    databasePassword: randomBytes(24).toString("hex"),
    jwtSecret: randomBytes(48).toString("base64url"),
    publishableKey: (await generateApiKey("publishable")).key,
    secretKey: (await generateApiKey("secret")).key,
    demoPassword: randomBytes(9).toString("base64url"),
  };
  // Written beside and renamed: a killed start must not leave half a file.
  writeFileSync(`${file}.partial`, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.partial`, file);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new LocalError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}
