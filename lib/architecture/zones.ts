import { posix } from "node:path";
import type { SourceFile } from "./source-file.ts";
import { child, findPlaces, nodesIn, type SyntaxNode, stringOf } from "./syntax.ts";

/** What one import statement, re-export or dynamic import reaches for. `path` is set for files of the checkout, `packageName` for others. */
export type Import = {
  readonly specifier: string;
  readonly offset: number;
  readonly typeOnly: boolean;
  readonly path: string | null;
  readonly packageName: string;
};

const ENGINE = /^lib\/(?:learning|autonomous)\/([^/]+)\//;
const EDGE = /^supabase\/functions\/([^/]+)\//;
const LIB = /^lib\/(core|domain|stats|policy|otel|view|data|server|browser|sdk)\//;

/** Zones whose code runs unchanged in Next and Deno: core to data. */
const PORTABLE = /^(core|domain|stats|policy|otel|engine:.+|view|data)$/;

/** The zone of house-style section 2 that a path lies in: `core`, `engine:<name>`, `edge:<name>`, `app` and so on; `other` where no table row applies. */
export function zoneOf(path: string): string {
  const engine = ENGINE.exec(path)?.[1];
  if (engine !== undefined) return `engine:${engine}`;
  const edge = EDGE.exec(path)?.[1];
  if (edge !== undefined) return edge === "_shared" ? "shared" : `edge:${edge}`;
  const lib = LIB.exec(path)?.[1];
  if (lib !== undefined) return lib;
  if (path.startsWith("components/")) return "components";
  if (path.startsWith("app/") || path === "proxy.ts" || path === "instrumentation.ts") return "app";
  if (path.startsWith("supabase/")) return "supabase";
  return "other";
}

/** Whether the file belongs to core to data. */
export function isPortable(path: string): boolean {
  return PORTABLE.test(zoneOf(path));
}

/** Everything that a script imports, re-exports or loads dynamically by a literal name. */
export function importsOf(file: SourceFile): Import[] {
  const types = ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression", "TSImportType"];
  return findPlaces(file, ...types).flatMap(({ node }) => {
    const specifier = stringOf(child(node, "source")) ?? stringOf(child(child(node, "argument"), "literal"));
    if (specifier === null) return [];
    const path = resolveSpecifier(file.path, specifier);
    return [{ specifier, offset: node.start, typeOnly: isTypeOnly(node), path, packageName: path === null ? packageOf(specifier) : "" }];
  });
}

function isTypeOnly(node: SyntaxNode): boolean {
  if (node.type === "TSImportType" || node["importKind"] === "type" || node["exportKind"] === "type") return true;
  const specifiers = nodesIn(node["specifiers"]);
  return specifiers.length > 0 && specifiers.every((specifier) => specifier["importKind"] === "type" || specifier["exportKind"] === "type");
}

function resolveSpecifier(from: string, specifier: string): string | null {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  return specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : null;
}

function packageOf(specifier: string): string {
  const bare = specifier.replace(/^npm:/, "").replace(/(?<=.)@[^/]*/, "");
  return bare.startsWith("@") ? bare.split("/").slice(0, 2).join("/") : (bare.split("/")[0] ?? bare);
}
