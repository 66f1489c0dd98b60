/** A folder of public measurements: JSON lines, packed or not, read and fed through an engine's filter. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import type { Filter } from "../../../supabase/local/engine/filter.ts";
import { FilterInputError } from "../../../supabase/local/engine/filter.ts";
import { LocalError } from "../../../supabase/local/local-error.ts";

/** The folder that `--data DIR` names. */
export function dataFolder(args: readonly string[]): string {
  const { data } = parseArgs({ args: [...args], options: { data: { type: "string" } } }).values;
  if (data === undefined || !existsSync(data)) throw new LocalError("--data DIR names the folder of the collections.");
  return data;
}

/** The lines of `folder`/`path`, a file of JSON lines that may be packed with gzip; null when there is no such file. */
export function readCollection(folder: string, path: string): readonly unknown[] | null {
  const plain = join(folder, path);
  const packed = `${plain}.gz`;
  if (!existsSync(plain) && !existsSync(packed)) return null;
  const text = existsSync(plain) ? readFileSync(plain, "utf8") : gunzipSync(readFileSync(packed)).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line, index) => parseLine(line, index + 1));
}

/** What a filter answers to `values`, one line each, in the very form that the engine command would print. */
export async function feed(filter: Filter, values: readonly unknown[], args: readonly string[] = []): Promise<readonly unknown[]> {
  const answers: unknown[] = [];
  for await (const answer of filter.run(numbered(values), args)) answers.push(JSON.parse(JSON.stringify(answer)));
  return answers;
}

async function* numbered(values: readonly unknown[]): AsyncGenerator<{ readonly number: number; readonly value: unknown }> {
  for (const [index, value] of values.entries()) yield { number: index + 1, value };
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new FilterInputError(number, `is no JSON (${String(cause)})`);
  }
}
