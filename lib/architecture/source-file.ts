import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One file of the checkout: its path from the root, with forward slashes, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** A broken rule at a place. */
export type Violation = { readonly path: string; readonly line: number; readonly rule: string };

/**
 * A rule of the house that reading can check. `broken` are files that `check` must report, `kept` files that it must pass:
 * a rule without a sample that breaks it could be one that never fails.
 */
export type Rule = {
  readonly name: string;
  readonly check: (files: readonly SourceFile[]) => readonly Violation[];
  readonly broken: readonly (readonly SourceFile[])[];
  readonly kept: readonly (readonly SourceFile[])[];
};

const FOLDERS = ["app", "components", "lib", "supabase", "e2e"];
const SKIPPED = /^(node_modules|dist|\.git|\.next|\.windvane.*|test-results|playwright-report)$/;
const READ = /\.(ts|tsx|mjs|css|sql)$|^(deno|package)\.json$/;
const GENERATED = /^(\/\/|--|\/\*)\s*generated\b/i;

/** Every file that a rule reads: those under the source folders, and the sources and package.json at the root. */
export function readTree(root: string): SourceFile[] {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && READ.test(entry.name))
    .map((entry) => entry.name);
  const present = readdirSync(root).filter((name) => FOLDERS.includes(name));
  const paths = [...top, ...present.flatMap((folder) => listFiles(root, folder))];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })).filter((file) => !isGenerated(file));
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (SKIPPED.test(entry.name)) return [];
    if (entry.isDirectory()) return listFiles(root, path);
    return READ.test(entry.name) ? [path] : [];
  });
}

/** Whether the first line marks the file as generated; such files answer to their generator, not to the house. */
export function isGenerated(file: SourceFile): boolean {
  return GENERATED.test(file.text);
}

/** Whether the file is written in TypeScript or JavaScript. */
export function isScript(file: SourceFile): boolean {
  return /\.(ts|tsx|mjs)$/.test(file.path);
}

/** Whether the file holds tests. */
export function isTest(file: SourceFile): boolean {
  return /\.(test|e2e)\.(ts|tsx)$/.test(file.path) || file.path.startsWith("supabase/tests/");
}

/** How many lines the file has; the line end at its end starts no further line. */
export function countLines(text: string): number {
  return text.replace(/\n$/, "").split("\n").length;
}

/** The line, from 1, that holds the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** A violation at the character `offset` of the file. */
export function violationAt(file: SourceFile, offset: number, rule: string): Violation {
  return { path: file.path, line: lineAt(file.text, offset), rule };
}

/** As editors and terminals link it. */
export function describeViolation({ path, line, rule }: Violation): string {
  return `${path}:${line} ${rule}`;
}

/** A sample of one file, for a rule's `broken` and `kept`. */
export function sample(path: string, text: string): readonly SourceFile[] {
  return [{ path, text }];
}
