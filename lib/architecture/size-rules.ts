import { countLines, isScript, isTest, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, dottedName, findPlaces, nodesIn, type Place, type SyntaxNode } from "./syntax.ts";

type Limit = { readonly matches: RegExp; readonly lines: number };

/** House-style section 4; the first match counts. */
const FILE_LIMITS: readonly Limit[] = [
  { matches: /\.(test|e2e)\.tsx?$/, lines: 400 },
  { matches: /^supabase\/migrations\/.*\.sql$/, lines: 200 },
  { matches: /^supabase\/functions\/[^/]+\/index\.ts$/, lines: 80 },
  { matches: /^app\/(.*\/)?(page|layout)\.tsx$/, lines: 60 },
  { matches: /^(app|components)\/.*\.tsx$/, lines: 120 },
  { matches: /\.(ts|tsx|mjs|css|sql)$/, lines: 300 },
];

const FUNCTION_LINES = 60;
/** A component's tree is one expression; it may fill the file that a component is allowed. */
const COMPONENT_LINES = 120;
const PARAMETERS = 3;
const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const;

/** Words in lower case with hyphens, then endings: `a-b.test.ts`. Routes may stand in brackets, and shared folders begin with _. */
const KEBAB = /^[_.]?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const ROUTE_MARKS = /^(\(\.{1,3}\))+|[[\]()@]|\.\.\./g;

function checkFiles(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) => {
    const limit = FILE_LIMITS.find(({ matches }) => matches.test(file.path));
    const lines = countLines(file.text);
    if (limit === undefined || lines <= limit.lines) return [];
    return [{ path: file.path, line: limit.lines + 1, rule: `${lines} lines, the limit is ${limit.lines}` }];
  });
}

function checkFunctions(files: readonly SourceFile[]): Violation[] {
  return files.filter(isScript).flatMap((file) =>
    findPlaces(file, ...FUNCTIONS)
      .filter((place) => !isSuite(place))
      .flatMap(({ node, parent }) => {
        const lines = countLines(file.text.slice(node.start, node.end));
        const limit = file.path.endsWith(".tsx") && /^[A-Z]/.test(nameOf(node, parent)) ? COMPONENT_LINES : FUNCTION_LINES;
        return lines > limit ? [violationAt(file, node.start, `function of ${lines} lines, the limit is ${limit}`)] : [];
      }),
  );
}

/** A describe block is a chapter and no function: its tests are counted one by one. */
function isSuite({ parent, field }: Place): boolean {
  return parent?.type === "CallExpression" && field === "arguments" && /^(test\.)?describe\b/.test(dottedName(child(parent, "callee")));
}

function nameOf(node: SyntaxNode, parent: SyntaxNode | null): string {
  return dottedName(child(node, "id")) || (parent?.type === "VariableDeclarator" ? dottedName(child(parent, "id")) : "");
}

function checkParameters(files: readonly SourceFile[]): Violation[] {
  const sources = files.filter((file) => isScript(file) && !isTest(file));
  return sources.flatMap((file) =>
    findPlaces(file, ...FUNCTIONS)
      .filter(({ node }) => nodesIn(node["params"]).length > PARAMETERS)
      .map(({ node }) => violationAt(file, node.start, `more than ${PARAMETERS} positional parameters: take one named object`)),
  );
}

function checkNames(files: readonly SourceFile[]): Violation[] {
  const scripts = files.filter((file) => isScript(file) || file.path.endsWith(".css"));
  return scripts.flatMap((file) => {
    const odd = file.path.split("/").find((name) => !KEBAB.test(name.replace(ROUTE_MARKS, "")));
    return odd === undefined ? [] : [violationAt(file, 0, `"${odd}" is not in kebab case`)];
  });
}

const LONG_BODY = "  step();\n".repeat(60);
const TREE = `export function Chart() {\n  return (\n    <p>\n${"      text\n".repeat(70)}    </p>\n  );\n}`;

/** How large a file and a function may grow, and how files are named: house-style sections 3 and 4. */
export const SIZE_RULES: readonly Rule[] = [
  {
    name: "no file outgrows the limit of its kind",
    check: checkFiles,
    broken: [
      sample("lib/core/a.ts", "//\n".repeat(301)),
      sample("app/page.tsx", "//\n".repeat(61)),
      sample("components/ui/a.tsx", "//\n".repeat(121)),
      sample("supabase/functions/heal/index.ts", "//\n".repeat(81)),
      sample("lib/core/a.test.ts", "//\n".repeat(401)),
      sample("supabase/migrations/20261122000100_a.sql", "--\n".repeat(201)),
    ],
    kept: [sample("lib/core/a.ts", "//\n".repeat(300)), sample("lib/core/a.test.ts", "//\n".repeat(400))],
  },
  {
    name: "no function outgrows 60 lines, and no component 120",
    check: checkFunctions,
    broken: [
      sample("lib/core/a.ts", `function a() {\n${LONG_BODY}}`),
      sample("lib/core/a.ts", `const a = () => {\n${LONG_BODY}};`),
      sample("lib/core/a.test.ts", `test("a", () => {\n${LONG_BODY}});`),
    ],
    kept: [
      sample("lib/core/a.ts", `function a() {\n${"  step();\n".repeat(58)}}`),
      sample("lib/core/a.test.ts", `describe("a", () => {\n${LONG_BODY}});`),
      sample("components/charts/a.tsx", TREE),
    ],
  },
  {
    name: "no function takes more than three positional parameters",
    check: checkParameters,
    broken: [sample("lib/core/a.ts", "function a(b, c, d, e) {}"), sample("lib/core/a.ts", "class A { constructor(b, c, d, e) {} }")],
    kept: [sample("lib/core/a.ts", "function a(b, c, { d, e }) {}")],
  },
  {
    name: "files and folders are named in kebab case",
    check: checkNames,
    broken: [sample("lib/core/appError.ts", ""), sample("components/Charts/a.tsx", ""), sample("supabase/functions/run_plan/index.ts", "")],
    kept: [
      sample("app/[workspace]/(lists)/agents/[...path]/page.tsx", ""),
      sample("app/.well-known/agent-card.json/route.ts", ""),
      sample("supabase/functions/_shared/app-error.test.ts", ""),
    ],
  },
];
