import { isScript, isTest, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, findPlaces, stringOf, syntaxOf } from "./syntax.ts";
import { type Import, importsOf, isPortable, zoneOf } from "./zones.ts";

type Row = { readonly zones: readonly string[]; readonly packages: readonly string[] };

const BELOW_ENGINES = ["core", "domain", "stats", "policy"];
const BELOW_SERVER = [...BELOW_ENGINES, "engine", "view", "data"];
const SUPABASE = ["@supabase/supabase-js", "@supabase/ssr"];

/** House-style section 2. A zone may always import itself. `engine` stands for all five. A star allows every package but the barred. */
const TABLE: Readonly<Record<string, Row>> = {
  core: { zones: [], packages: [] },
  domain: { zones: ["core"], packages: ["zod"] },
  stats: { zones: ["core", "domain"], packages: ["simple-statistics"] },
  policy: { zones: ["core", "domain"], packages: [] },
  otel: { zones: ["core", "domain"], packages: ["@bufbuild/protobuf"] },
  engine: { zones: BELOW_ENGINES, packages: [] },
  view: { zones: ["core", "domain", "stats"], packages: ["papaparse"] },
  data: { zones: ["core", "domain"], packages: ["zod", "@supabase/supabase-js"] },
  sdk: { zones: ["core", "domain", "policy"], packages: [] },
  server: { zones: BELOW_SERVER, packages: ["next", "react", "server-only", "zod", ...SUPABASE] },
  browser: { zones: BELOW_SERVER, packages: ["react", "@tanstack/react-query", "zod", ...SUPABASE] },
  components: { zones: ["core", "domain", "view", "browser"], packages: ["*"] },
  app: { zones: [...BELOW_SERVER, "server", "browser", "components"], packages: ["*"] },
  edge: { zones: [...BELOW_ENGINES, "otel", "engine", "data", "shared"], packages: ["*"] },
  shared: { zones: [...BELOW_ENGINES, "otel", "engine", "data"], packages: ["*"] },
};

/** What a star does not allow: the database belongs to lib/server and lib/data, numbers to lib/stats, Node to the local stack. */
const BARRED = /^(simple-statistics$|node:)/;
const BARRED_IN_COMPONENTS = /^(@supabase\/|server-only$|next\/(headers|server)$)/;
/** The plan builder simulates in the browser; this part of the planner alone is open to components. */
const SIMULATOR = /^lib\/autonomous\/adaptive-planner\/simulat[a-z-]*(\/|\.ts$)/;
const ENDING = /\.(ts|tsx|mjs|json|css)$/;

function eachImport(files: readonly SourceFile[], judge: (file: SourceFile, imported: Import) => string | null): Violation[] {
  return files.filter(isScript).flatMap((file) =>
    importsOf(file).flatMap((imported) => {
      const rule = judge(file, imported);
      return rule === null ? [] : [violationAt(file, imported.offset, rule)];
    }),
  );
}

function judgeBoundary(file: SourceFile, imported: Import): string | null {
  const zone = zoneOf(file.path);
  const kind = zone.split(":")[0] ?? zone;
  const row = TABLE[kind];
  if (row === undefined) return null;
  return imported.path === null ? judgePackage(file, imported, row) : judgeFile(zone, imported.path, row);
}

function judgeFile(zone: string, target: string, row: Row): string | null {
  const targetZone = zoneOf(target);
  if (targetZone === zone || row.zones.includes(targetZone.split(":")[0] ?? targetZone)) return null;
  if (zone === "app" && target.endsWith(".json") && !target.startsWith("supabase/")) return null;
  if (zone === "components" && SIMULATOR.test(target)) return null;
  return `${zone} must not import ${targetZone} (${target})`;
}

function judgePackage(file: SourceFile, { packageName, specifier, typeOnly }: Import, row: Row): string | null {
  if (isTest(file)) return null;
  const zone = zoneOf(file.path);
  const open = row.packages.includes("*") && !BARRED.test(specifier) && !(zone === "components" && BARRED_IN_COMPONENTS.test(specifier));
  if (!open && !row.packages.includes(packageName)) return `${zone} must not import ${specifier}`;
  return zone === "data" && packageName === "@supabase/supabase-js" && !typeOnly ? "data takes only types from supabase-js" : null;
}

function judgeEnding(file: SourceFile, imported: Import): string | null {
  if (imported.path === null) return null;
  if (!ENDING.test(imported.specifier)) return `the import of ${imported.specifier} lacks its ending`;
  const zone = zoneOf(file.path);
  const onDeno = isPortable(file.path) || zone === "sdk" || zone === "shared" || zone.startsWith("edge:");
  if (onDeno && imported.specifier.startsWith("@/")) return `Deno does not know @/: ${imported.specifier}`;
  const onScreen = zone === "app" || zone === "components";
  return onScreen && imported.specifier.startsWith("../") ? `write @/ instead of ${imported.specifier}` : null;
}

function checkServerOnly(files: readonly SourceFile[]): Violation[] {
  const modules = files.filter((file) => isScript(file) && !isTest(file) && zoneOf(file.path) === "server");
  return modules
    .filter((file) => stringOf(child(syntaxOf(file).body[0] ?? null, "source")) !== "server-only")
    .map((file) => violationAt(file, 0, 'lib/server begins with import "server-only"'));
}

function checkBarrels(files: readonly SourceFile[]): Violation[] {
  return files.filter(isScript).flatMap((file) =>
    findPlaces(file, "ExportAllDeclaration", "ExportNamedDeclaration")
      .filter(
        ({ node }) => node.type === "ExportAllDeclaration" || (/(^|\/)index\.tsx?$/.test(file.path) && child(node, "source") !== null),
      )
      .map(({ node }) => violationAt(file, node.start, "a barrel hides where things live: import from the file itself")),
  );
}

/**
 * Reports each cycle once, at the import that closes it, by a depth-first walk. Imports of types alone do not count: they are gone
 * before anything is loaded, and two parts of one machine may well know each other's shape.
 */
function checkCycles(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.filter(isScript).map((file) => [file.path, file]));
  const done = new Set<string>();
  const walk = (file: SourceFile, trail: readonly string[]): Violation[] => {
    if (done.has(file.path)) return [];
    const found = importsOf(file).flatMap((imported) => {
      const target = byPath.get(imported.path ?? "");
      if (target === undefined || imported.typeOnly) return [];
      const from = [...trail, file.path].indexOf(target.path);
      if (from < 0) return walk(target, [...trail, file.path]);
      const cycle = [...[...trail, file.path].slice(from), target.path].join(" -> ");
      return [violationAt(file, imported.offset, `import cycle ${cycle}`)];
    });
    done.add(file.path);
    return found;
  };
  return [...byPath.values()].flatMap((file) => walk(file, []));
}

/** Who may import whom, and how: house-style section 2. */
export const IMPORT_RULES: readonly Rule[] = [
  {
    name: "each folder imports only what its row of the import table allows",
    check: (files) => eachImport(files, judgeBoundary),
    broken: [
      sample("lib/core/a.ts", 'import { b } from "../domain/b.ts";'),
      sample("lib/core/a.ts", 'import { readFileSync } from "node:fs";'),
      sample("lib/learning/performance-tracker/a.ts", 'import { b } from "../pattern-analyzer/b.ts";'),
      sample("lib/autonomous/self-healing/a.ts", 'import { mean } from "simple-statistics";'),
      sample("lib/otel/a.ts", 'import { b } from "../data/b.ts";'),
      sample("lib/view/a.ts", 'import React from "react";'),
      sample("lib/data/a.ts", 'import { createClient } from "@supabase/supabase-js";'),
      sample("lib/server/a.ts", 'import "server-only";\nimport { b } from "../browser/b.ts";'),
      sample("components/charts/a.tsx", 'import { b } from "@/lib/data/b.ts";'),
      sample("components/plan/a.tsx", 'import { b } from "@/lib/autonomous/adaptive-planner/create-plan.ts";'),
      sample("app/page.tsx", 'import { b } from "@/lib/sdk/b.ts";'),
      sample("app/page.tsx", 'const b = await import("@/supabase/local/b.ts");'),
      sample("supabase/functions/heal/index.ts", 'import { b } from "../learn/b.ts";'),
      sample("supabase/functions/heal/index.ts", 'import { b } from "../../../lib/view/b.ts";'),
    ],
    kept: [
      sample("lib/data/a.ts", 'import type { SupabaseClient } from "@supabase/supabase-js";\nimport { z } from "zod";'),
      sample("lib/learning/performance-tracker/a.ts", 'import { b } from "../../stats/b.ts";\nimport { c } from "./c.ts";'),
      sample("components/plan/a.tsx", 'import { b } from "@/lib/autonomous/adaptive-planner/simulate-plan.ts";'),
      sample("supabase/functions/heal/index.ts", 'import { b } from "../_shared/b.ts";\nimport { z } from "zod";'),
      sample("lib/core/a.test.ts", 'import { test } from "vitest";\nimport { a } from "./a.ts";'),
    ],
  },
  {
    name: "imports bear their ending, and @/ is used on the screen and nowhere that Deno runs",
    check: (files) => eachImport(files, judgeEnding),
    broken: [
      sample("lib/core/a.ts", 'import { b } from "./b";'),
      sample("lib/stats/a.ts", 'import { b } from "@/lib/core/b.ts";'),
      sample("components/charts/a.tsx", 'import { b } from "../ui/b.tsx";'),
    ],
    kept: [sample("components/charts/a.tsx", 'import { b } from "@/components/ui/b.tsx";\nimport { c } from "./c.tsx";')],
  },
  {
    name: 'modules of lib/server begin with import "server-only"',
    check: checkServerOnly,
    broken: [sample("lib/server/a.ts", 'import { cache } from "react";\nimport "server-only";')],
    kept: [sample("lib/server/a.ts", '// Why.\nimport "server-only";')],
  },
  {
    name: "there are no barrels",
    check: checkBarrels,
    broken: [sample("lib/core/index.ts", 'export { a } from "./a.ts";'), sample("lib/sdk/all.ts", 'export * from "./a.ts";')],
    kept: [sample("supabase/functions/heal/index.ts", 'import { a } from "./a.ts";\nDeno.serve(a);')],
  },
  {
    name: "there are no import cycles",
    check: checkCycles,
    broken: [
      [
        { path: "lib/core/a.ts", text: 'import { b } from "./b.ts";' },
        { path: "lib/core/b.ts", text: 'import { c } from "./c.ts";' },
        { path: "lib/core/c.ts", text: 'import { a } from "./a.ts";' },
      ],
    ],
    kept: [
      [
        { path: "lib/core/a.ts", text: 'import { b } from "./b.ts";\nimport { c } from "./c.ts";' },
        { path: "lib/core/b.ts", text: 'import { c } from "./c.ts";' },
        { path: "lib/core/c.ts", text: "export const c = 1;" },
      ],
      [
        { path: "lib/core/a.ts", text: 'import { b } from "./b.ts";' },
        { path: "lib/core/b.ts", text: 'import type { A } from "./a.ts";\nimport { type C } from "./a.ts";' },
      ],
    ],
  },
];
