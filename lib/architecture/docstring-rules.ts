import { isScript, isTest, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, dottedName, findPlaces, nodesIn, type SourceComment, type SyntaxNode, syntaxOf } from "./syntax.ts";
import { isPortable, zoneOf } from "./zones.ts";

const EXAMPLE = /```ts\n([\s\S]*?)```/g;

function checkDocstrings(files: readonly SourceFile[]): Violation[] {
  const sources = files.filter((file) => isScript(file) && !isTest(file) && isPortable(file.path));
  return sources.flatMap((file) => {
    const exports = findPlaces(file, "ExportNamedDeclaration").filter(({ node }) => child(node, "declaration") !== null);
    const described = new Set(exports.filter(({ node }) => hasDocstring(file, node)).flatMap(({ node }) => namesOf(node)));
    // A docstring on the first overload speaks for all of them.
    return exports
      .filter(({ node }) => !namesOf(node).some((name) => described.has(name)))
      .map(({ node }) => violationAt(file, node.start, `${namesOf(node).join(", ")} is exported without a docstring`));
  });
}

function namesOf(node: SyntaxNode): string[] {
  const declaration = child(node, "declaration");
  const declarators = nodesIn(declaration?.["declarations"]);
  return (declarators.length > 0 ? declarators : nodesIn(declaration)).map((declared) => dottedName(child(declared, "id")));
}

function hasDocstring(file: SourceFile, node: SyntaxNode): boolean {
  return syntaxOf(file).comments.some((comment) => isDocstring(comment) && file.text.slice(comment.end, node.start).trim() === "");
}

function isDocstring({ type, value }: SourceComment): boolean {
  return type === "Block" && value.startsWith("*") && /\w{2,}\W+\w{2,}/.test(value);
}

/** The examples in the docstrings of a file: fenced blocks of `ts`, as lines of code without the comment's margin. */
function examplesOf(file: SourceFile): { readonly offset: number; readonly lines: string[] }[] {
  return syntaxOf(file)
    .comments.filter(isDocstring)
    .flatMap(({ value, start }) => {
      const text = value.replace(/^[ \t]*\*[ \t]?/gm, "");
      return [...text.matchAll(EXAMPLE)].map(([, code = ""]) => ({ offset: start, lines: code.split("\n").map((line) => line.trim()) }));
    });
}

/** Documented samples must be code that runs: each of their lines stands in the test beside the file. */
function checkExamples(files: readonly SourceFile[]): Violation[] {
  const sources = files.filter((file) => isScript(file) && !isTest(file) && file.path.startsWith("lib/"));
  return sources.flatMap((file) => {
    const test = files.find(({ path }) => path === file.path.replace(/\.(ts|tsx)$/, ".test.$1"))?.text ?? "";
    const lines = new Set(test.split("\n").map((line) => line.trim()));
    return examplesOf(file).flatMap((example) => {
      const missing = example.lines.find((line) => line !== "" && !lines.has(line));
      return missing === undefined ? [] : [violationAt(file, example.offset, `the test beside the file does not run "${missing}"`)];
    });
  });
}

/** An engine, and the SDK, shows at least one example. A folder with no function yet has nothing to show. */
function checkShownExamples(files: readonly SourceFile[]): Violation[] {
  const sources = files.filter((file) => isScript(file) && !isTest(file) && /^(engine:.+|sdk)$/.test(zoneOf(file.path)));
  return [...Map.groupBy(sources, (file) => zoneOf(file.path)).entries()].flatMap(([zone, members]) => {
    const exported = members.flatMap((file) => findPlaces(file, "ExportNamedDeclaration").map(({ node }) => ({ file, node })));
    const first = exported.find(({ node }) => /^(Function|Class|Variable)Declaration$/.test(child(node, "declaration")?.type ?? ""));
    if (first === undefined || members.some((file) => examplesOf(file).length > 0)) return [];
    return [
      violationAt(first.file, first.node.start, `no docstring of ${zone} shows an example (a fenced block of ts) at its entry point`),
    ];
  });
}

const EXAMPLE_SOURCE =
  "/**\n * Doubles a number.\n * ```ts\n * double(2);\n * ```\n */\nexport function double(a: number) { return a * 2; }";

/** What every export says about itself: house-style section 8. */
export const DOCSTRING_RULES: readonly Rule[] = [
  {
    name: "every export of core to data has a docstring",
    check: checkDocstrings,
    broken: [
      sample("lib/core/a.ts", "export const a = 1;"),
      sample("lib/domain/a.ts", "// Not a docstring.\nexport type A = 1;"),
      sample("lib/view/a.ts", "/** The first one. */\nexport const a = 1;\nexport function b() {}"),
      sample("lib/data/a.ts", "/** */\nexport const a = 1;"),
    ],
    kept: [
      sample(
        "lib/core/a.ts",
        "/** Is one. */\nexport const a = 1;\n\n/**\n * Adds up\n * two numbers.\n */\nexport function b() {}\nconst c = 2;",
      ),
      sample("lib/core/a.ts", "/** Reads either kind. */\nexport function a(b: string): string;\nexport function a(b: number): number;"),
      sample("components/ui/a.tsx", "export const a = 1;"),
    ],
  },
  {
    name: "an example in a docstring is run by the test beside it",
    check: checkExamples,
    broken: [
      sample("lib/sdk/double.ts", EXAMPLE_SOURCE),
      [
        { path: "lib/sdk/double.ts", text: EXAMPLE_SOURCE },
        { path: "lib/sdk/double.test.ts", text: 'test("a", () => {\n  double(3);\n});' },
      ],
    ],
    kept: [
      [
        { path: "lib/sdk/double.ts", text: EXAMPLE_SOURCE },
        { path: "lib/sdk/double.test.ts", text: 'test("a", () => {\n  double(2);\n});' },
      ],
    ],
  },
  {
    name: "the SDK and each engine show an example",
    check: checkShownExamples,
    broken: [sample("lib/learning/pattern-analyzer/a.ts", "/** Finds patterns. */\nexport function a() {}")],
    kept: [sample("lib/sdk/double.ts", EXAMPLE_SOURCE), sample("lib/sdk/types.ts", "/** A thing. */\nexport type A = 1;")],
  },
];
