import { isScript, isTest, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, directivesOf, dottedName, findPlaces, nodesIn, type Place, syntaxOf } from "./syntax.ts";
import { isPortable } from "./zones.ts";

/** What exists in one runtime and not in another. */
const GLOBALS = /^(Deno|process|Buffer|window|document|localStorage|sessionStorage|require|__dirname|__filename)$/;
/** Where time and chance come from; below lib/server they arrive as `ctx.nowMs` and `ctx.random`. */
const AMBIENT = /^(Date\.now|Math\.random|performance\.now|crypto\.(randomUUID|getRandomValues))$/;
/** Statements that only declare; anything else runs when the module is loaded. */
const DECLARES =
  /^(Import|Export\w*)Declaration$|^(Variable|Function|Class)Declaration$|^TS(TypeAlias|Interface|Module)Declaration$|^TSDeclareFunction$|^EmptyStatement$/;
/** Fields under which an identifier is a name of its own and no use of a variable. */
const NAMING = /^(property|key|label|imported|exported|id|params|left|argument|elements|local|typeName)$/;
const HOUSE_STYLE = "below lib/server time and chance arrive as ctx.nowMs and ctx.random";

function portableSources(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => isScript(file) && !isTest(file) && isPortable(file.path));
}

function checkGlobals(files: readonly SourceFile[]): Violation[] {
  return portableSources(files).flatMap((file) => {
    const identifiers = findPlaces(file, "Identifier").filter(({ node }) => GLOBALS.test(String(node["name"])));
    const declared = new Set(identifiers.filter(declaresName).map(({ node }) => node["name"]));
    return identifiers
      .filter((place) => !declared.has(place.node["name"]) && !namesField(place))
      .map(({ node }) => violationAt(file, node.start, `${String(node["name"])} does not exist in every runtime`));
  });
}

/** `const window = 5`, a parameter, or a part of a destructured one: a variable of the file's own. */
function declaresName({ parent, field }: Place): boolean {
  if (parent === null) return false;
  if (parent.type === "VariableDeclarator") return field === "id";
  return (
    field === "params" || (parent.type === "Property" && field === "value" && parent["kind"] === "init" && parent["shorthand"] === true)
  );
}

function namesField({ parent, field }: Place): boolean {
  if (parent === null || !NAMING.test(field)) return false;
  if (parent["computed"] === true) return false;
  return parent.type === "MemberExpression" || parent.type === "Property" || /^(TS|Method|Property|Import|Export)/.test(parent.type);
}

function checkAmbient(files: readonly SourceFile[]): Violation[] {
  return portableSources(files).flatMap((file) => {
    const reads = findPlaces(file, "MemberExpression").filter(({ node }) => AMBIENT.test(dottedName(node).replace(/^globalThis\./, "")));
    const dates = findPlaces(file, "NewExpression", "CallExpression").filter(({ node }) => {
      const isDate = dottedName(child(node, "callee")) === "Date";
      return isDate && (node.type === "CallExpression" || nodesIn(node["arguments"]).length === 0);
    });
    return [...reads, ...dates].map(({ node }) => violationAt(file, node.start, HOUSE_STYLE));
  });
}

function checkSideEffects(files: readonly SourceFile[]): Violation[] {
  return portableSources(files).flatMap((file) =>
    syntaxOf(file)
      .body.filter(
        (statement) =>
          !DECLARES.test(statement.type) || (statement.type === "ImportDeclaration" && nodesIn(statement["specifiers"]).length === 0),
      )
      .map((statement) => violationAt(file, statement.start, "loading a module from core to data has no side effect")),
  );
}

function checkDirectives(files: readonly SourceFile[]): Violation[] {
  return portableSources(files)
    .filter((file) => directivesOf(file).some((directive) => /^use (client|server)$/.test(directive)))
    .map((file) => violationAt(file, 0, "code from core to data belongs to neither side of React"));
}

/** What lets core to data run unchanged in Next, Deno and the browser, and replay: house-style sections 2 and 6. */
export const PORTABILITY_RULES: readonly Rule[] = [
  {
    name: "core to data use nothing that only one runtime has",
    check: checkGlobals,
    broken: [
      sample("lib/core/a.ts", "const a = process.env.A;"),
      sample("lib/domain/a.ts", 'const a = Buffer.from("a");'),
      sample("lib/view/a.ts", "const a = window.innerWidth;"),
      sample("lib/learning/performance-tracker/a.ts", 'const a = Deno.env.get("A");'),
    ],
    kept: [
      sample("lib/stats/a.ts", "function a(window: number) { return window * 2; }"),
      sample("lib/stats/a.ts", "const a = { window: 5 };\nconst b = a.window;\ntype C = { process: string };"),
      sample("lib/stats/a.ts", "function a({ window }: B) { return window; }"),
      sample("lib/server/a.ts", "const a = process.env.A;"),
    ],
  },
  {
    name: "core to data read neither clock nor chance",
    check: checkAmbient,
    broken: [
      sample("lib/core/a.ts", "const a = Date.now();"),
      sample("lib/policy/a.ts", "const a = new Date();"),
      sample("lib/autonomous/self-healing/a.ts", "const a = Math.random();"),
      sample("lib/stats/a.ts", "const draw = b ?? Math.random;"),
      sample("lib/data/a.ts", "const id = globalThis.crypto.randomUUID();"),
    ],
    kept: [
      sample("lib/core/a.ts", "const a = new Date(nowMs);\nconst b = Date.parse(c);"),
      sample("lib/server/a.ts", "const a = Date.now();"),
    ],
  },
  {
    name: "loading a module of core to data has no side effect",
    check: checkSideEffects,
    broken: [sample("lib/core/a.ts", "start();"), sample("lib/data/a.ts", "if (a) b = 1;"), sample("lib/view/a.ts", 'import "./b.ts";')],
    kept: [sample("lib/core/a.ts", 'import { b } from "./b.ts";\nexport const a = b();\nexport type C = 1;\nfunction d() {}')],
  },
  {
    name: 'core to data bear no "use client" or "use server"',
    check: checkDirectives,
    broken: [sample("lib/view/a.ts", '"use client";\nexport const a = 1;')],
    kept: [sample("lib/view/a.ts", "export const a = 1;")],
  },
];
