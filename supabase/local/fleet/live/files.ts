import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes a file so that a reader sees the old content or the new, never a part. */
export function replaceFile(path: string, text: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.draft`;
  writeFileSync(draft, text);
  renameSync(draft, path);
}

/** The text of a file; null when there is none. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** The JSON in a file, or `otherwise` when there is no file. The fleet alone writes here, so the type is taken on trust. */
export function readJson<T>(path: string, otherwise: T): T {
  const text = readIfThere(path);
  return text === null ? otherwise : (JSON.parse(text) as T);
}

/** The names in a folder that end in `ending`, in order; drafts are left out. */
export function listFiles(folder: string, ending: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** The bytes of all files in a folder; one that vanishes meanwhile counts nothing. */
export function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** A number as a file name that sorts by it. */
export function numberName(number: number, ending: string): string {
  return `${String(number).padStart(10, "0")}${ending}`;
}

/** Whether an error says that a file is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
