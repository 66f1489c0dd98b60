import { type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";

const MANIFEST = /^supabase\/functions\/([^/]+\/)?deno\.json$/;
const ENTRY = /^(supabase\/functions\/[^/_][^/]*\/)index\.ts$/;
/** `npm:zod@4.6.7/v4`: the package, its exact version, and a path inside it. */
const PINNED = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)@(\d+\.\d+\.\d+[^/]*)(\/.*)?$/;

function checkManifests(files: readonly SourceFile[]): Violation[] {
  const installed = installedVersions(files);
  return files
    .filter((file) => MANIFEST.test(file.path))
    .flatMap((file) =>
      Object.entries(entriesOf(file, "imports")).flatMap(([name, target]) => {
        const fault = judgeTarget(target, installed);
        return fault === null ? [] : [violationAt(file, Math.max(0, file.text.indexOf(`"${name}"`)), `${name}: ${fault}`)];
      }),
    );
}

function judgeTarget(target: string, installed: ReadonlyMap<string, string>): string | null {
  if (target.startsWith(".")) return null;
  const [, packageName, version] = PINNED.exec(target) ?? [];
  if (packageName === undefined) return `${target} is not npm: with an exact version`;
  const wanted = installed.get(packageName);
  return wanted === version ? null : `${target} differs from package.json, which has ${wanted ?? "no such package"}`;
}

function installedVersions(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const manifest = files.find(({ path }) => path === "package.json");
  if (manifest === undefined) return new Map();
  return new Map([...Object.entries(entriesOf(manifest, "devDependencies")), ...Object.entries(entriesOf(manifest, "dependencies"))]);
}

/** The string entries of one object of a JSON file; none where there is no such object. */
function entriesOf(file: SourceFile, field: string): Record<string, string> {
  const json: unknown = JSON.parse(file.text);
  const value = typeof json === "object" && json !== null ? Object.entries(json).find(([name]) => name === field)?.[1] : undefined;
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, String(entry)]));
}

function checkOwnManifest(files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  return files
    .filter(({ path }) => ENTRY.test(path) && !paths.has(path.replace(ENTRY, "$1deno.json")))
    .map((file) => violationAt(file, 0, "an edge function has a deno.json of its own"));
}

const PACKAGES = { path: "package.json", text: '{ "dependencies": { "zod": "4.6.7", "@supabase/supabase-js": "2.119.1" } }' };

function manifest(target: string): readonly SourceFile[] {
  return [PACKAGES, { path: "supabase/functions/heal/deno.json", text: JSON.stringify({ imports: { it: target } }) }];
}

/** What an edge function declares: house-style section 11. */
export const EDGE_RULES: readonly Rule[] = [
  {
    name: "edge functions pin the versions of package.json",
    check: checkManifests,
    broken: [
      manifest("npm:zod@4.6.6"),
      manifest("npm:zod@^4.6.7"),
      manifest("npm:zod"),
      manifest("jsr:@std/assert@1.0.0"),
      manifest("npm:hono@4.0.0"),
    ],
    kept: [
      manifest("npm:zod@4.6.7"),
      manifest("npm:@supabase/supabase-js@2.119.1"),
      manifest("npm:zod@4.6.7/v4"),
      manifest("../../../lib/core/"),
    ],
  },
  {
    name: "each edge function has its own deno.json",
    check: checkOwnManifest,
    broken: [sample("supabase/functions/heal/index.ts", "")],
    kept: [
      [...sample("supabase/functions/heal/index.ts", ""), ...manifest("npm:zod@4.6.7")],
      sample("supabase/functions/_shared/index.ts", ""),
    ],
  },
];
