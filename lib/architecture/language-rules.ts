import { isScript, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, dottedName, findPlaces, nodesIn, type Place, type SyntaxNode, syntaxOf } from "./syntax.ts";
import { isPortable } from "./zones.ts";

/** Files that Next and the tools read through their default export. */
const DEFAULT_EXPORT =
  /^app\/(.*\/)?(page|layout|loading|error|global-error|not-found|template|default|icon|apple-icon|opengraph-image)\.tsx$|^app\/(.*\/)?(manifest|robots|sitemap)\.ts$|(^|\/)[a-z.-]+\.config\.(ts|mjs)$|\.d\.ts$/;
/** The one module that writes to the terminal. */
const TERMINAL = "supabase/local/terminal.ts";

type Judge = (place: Place, file: SourceFile) => boolean;

function report(rule: string, judge: Judge, ...types: readonly string[]): Rule["check"] {
  return (files) =>
    files.filter(isScript).flatMap((file) =>
      findPlaces(file, ...types)
        .filter((place) => judge(place, file))
        .map(({ node }) => violationAt(file, node.start, rule)),
    );
}

function checkSuppressions(files: readonly SourceFile[]): Violation[] {
  return files.filter(isScript).flatMap((file) =>
    syntaxOf(file)
      .comments.filter(({ value }) => /^\s*\*?\s*@ts-(ignore|nocheck)\b/.test(value))
      .map(({ start }) => violationAt(file, start, "the compiler is not to be silenced: fix the type")),
  );
}

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;

function checkUnfinished(files: readonly SourceFile[]): Violation[] {
  const rule = "unfinished work is not merged: do it, or write an issue";
  return files.flatMap((file) => {
    if (isScript(file)) {
      const comments = syntaxOf(file).comments.filter(({ value }) => UNFINISHED.test(value));
      return comments.map(({ start }) => violationAt(file, start, rule));
    }
    const at = /\.(sql|css)$/.test(file.path) ? file.text.search(UNFINISHED) : -1;
    return at < 0 ? [] : [violationAt(file, at, rule)];
  });
}

/** A handler that neither does nor says anything: an empty body, or the bare return of a constant. */
function swallows(handler: SyntaxNode | null): boolean {
  if (handler === null) return false;
  if (handler.type !== "BlockStatement") return isConstant(handler);
  const [first, ...others] = nodesIn(handler["body"]);
  if (first === undefined) return true;
  return others.length === 0 && first.type === "ReturnStatement" && isConstant(child(first, "argument"));
}

function isConstant(node: SyntaxNode | null): boolean {
  if (node === null || node.type === "Literal" || dottedName(node) === "undefined") return true;
  if (node.type === "UnaryExpression") return isConstant(child(node, "argument"));
  return ["ArrayExpression", "ObjectExpression"].includes(node.type) && nodesIn(node["elements"] ?? node["properties"]).length === 0;
}

function swallowsError({ node }: Place, file: SourceFile): boolean {
  return isSwallowing(node) && (isPortable(file.path) || !hasReason(file, node));
}

function isSwallowing(node: SyntaxNode): boolean {
  if (node.type === "CatchClause") return swallows(child(node, "body"));
  const callee = child(node, "callee");
  const [handler] = nodesIn(node["arguments"]);
  const isCatch = callee?.type === "MemberExpression" && dottedName(child(callee, "property")) === "catch";
  return isCatch && handler !== undefined && /Function/.test(handler.type) && swallows(child(handler, "body"));
}

/**
 * At the edges some failures are answers (`ps` fails when the process is gone), so there a comment in the handler, or on the line
 * above it, may say why. From core to data the engine's caller decides, and nothing is swallowed.
 */
function hasReason(file: SourceFile, node: SyntaxNode): boolean {
  const above = file.text.lastIndexOf("\n", file.text.lastIndexOf("\n", node.start) - 1);
  return syntaxOf(file).comments.some(({ start, end }) => start > above && end <= node.end);
}

/** What the language allows and the house does not: house-style sections 5, 8 and 9. */
export const LANGUAGE_RULES: readonly Rule[] = [
  {
    name: "there is no any",
    check: report("any turns the checker off: use unknown", () => true, "TSAnyKeyword"),
    broken: [sample("lib/core/a.ts", "const a: any = 1;"), sample("supabase/local/a.ts", "const a = b as any[];")],
    kept: [sample("lib/core/a.ts", '// any\nconst any: unknown = "any";')],
  },
  {
    name: "there is no non-null assertion",
    check: report(
      "! asserts what nothing proves: test for it",
      ({ node }) => node.type === "TSNonNullExpression" || node["definite"] === true,
      "TSNonNullExpression",
      "VariableDeclarator",
      "PropertyDefinition",
    ),
    broken: [
      sample("lib/core/a.ts", "const a = b!;"),
      sample("lib/core/a.ts", "let a!: string;"),
      sample("lib/core/a.ts", "class A { b!: string }"),
    ],
    kept: [sample("lib/core/a.ts", "const a = !b && b !== c;")],
  },
  {
    name: "there is no @ts-ignore",
    check: checkSuppressions,
    broken: [sample("lib/core/a.ts", "// @ts-ignore\nconst a = 1;"), sample("lib/core/a.ts", "// @ts-nocheck")],
    kept: [sample("lib/core/a.ts", 'const a = "@ts-ignore";')],
  },
  {
    name: "exports are named, except where Next or a tool requires the default",
    check: report("export it by name", (_place, file) => !DEFAULT_EXPORT.test(file.path), "ExportDefaultDeclaration"),
    broken: [sample("components/ui/a.tsx", "export default function A() {}"), sample("app/page-title.tsx", "export default 1;")],
    kept: [sample("app/[workspace]/page.tsx", "export default function Page() {}"), sample("next.config.mjs", "export default {};")],
  },
  {
    name: "there is no console.log",
    check: report(
      "console.log is not for keeping: use console.error for failures, supabase/local/terminal.ts for the terminal",
      ({ node }, file) => file.path !== TERMINAL && dottedName(child(node, "callee")) === "console.log",
      "CallExpression",
    ),
    broken: [sample("lib/core/a.ts", "console.log(1);"), sample("supabase/local/start.mjs", "console.log(1);")],
    kept: [sample(TERMINAL, "console.log(1);"), sample("supabase/functions/heal/index.ts", "console.error(1);")],
  },
  {
    name: "no catch is empty or answers with a constant",
    check: report("a swallowed error needs a counter and a reason", swallowsError, "CatchClause", "CallExpression"),
    broken: [
      sample("lib/core/a.ts", "try { a(); } catch {}"),
      sample("lib/core/a.ts", "function f() { try { return a(); } catch (error) { return null; } }"),
      sample("lib/core/a.ts", "function f() { try { return a(); } catch { return []; } }"),
      sample("lib/core/a.ts", "a().catch(() => {});"),
      sample("lib/core/a.ts", "a().catch(() => undefined);"),
      sample("lib/core/a.ts", "try { a(); } catch { /* Gone. */ }"),
      sample("supabase/local/a.ts", "// Far above.\nb();\nc();\na().catch(() => undefined);"),
    ],
    kept: [
      sample("lib/core/a.ts", 'try { a(); } catch (cause) { throw new AppError("internal", "x", { cause }); }'),
      sample("supabase/local/a.ts", "try { a(); } catch {\n  // It is gone already, which is what was wanted.\n}"),
      sample("supabase/local/a.ts", "// The connection may be closed already.\na().catch(() => undefined);"),
      sample("lib/core/a.ts", 'function f() { try { return a(); } catch (cause) { return { kind: "invalid", cause }; } }'),
    ],
  },
  {
    name: "no comment marks work that is not done",
    check: checkUnfinished,
    broken: [sample("lib/core/a.ts", "// TODO: later"), sample("supabase/migrations/20261122000100_a.sql", "-- FIXME\nselect 1;")],
    kept: [sample("lib/core/a.ts", 'const a = "TODO";')],
  },
];
