import { isScript, isTest, type Rule, type SourceFile, sample, violationAt } from "./source-file.ts";
import { child, dottedName, findInside, findPlaces, nodesIn, type Place, type SyntaxNode, stringOf } from "./syntax.ts";
import { importsOf } from "./zones.ts";

const LOCAL = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])([:/]|$)/;
const MOCKS = /^(vi|vitest|jest)\.(mock|doMock|unstable_mockModule)$/;

type Judge = (place: Place) => boolean;

function reportCalls(rule: string, judge: Judge, ...types: readonly string[]): Rule["check"] {
  return (files) =>
    files
      .filter((file) => isScript(file) && isTest(file))
      .flatMap((file) =>
        findPlaces(file, ...types)
          .filter(judge)
          .map(({ node }) => violationAt(file, node.start, rule)),
      );
}

/** `new Promise((wake) => setTimeout(wake, 50))` in any spelling, or the browser's own wait. A deadline that rejects is no sleep. */
function sleeps({ node }: Place): boolean {
  if (node.type === "CallExpression") return /^Atomics\.wait$|\.waitForTimeout$|^(sleep|delay)$/.test(dottedName(child(node, "callee")));
  if (dottedName(child(node, "callee")) !== "Promise") return false;
  const [executor] = nodesIn(node["arguments"]);
  const wake = dottedName(nodesIn(executor?.["params"])[0] ?? null);
  return executor !== undefined && wake !== "" && findInside(executor, "CallExpression").some((call) => wakesByTimer(call, wake));
}

function wakesByTimer(call: SyntaxNode, wake: string): boolean {
  const [callback] = nodesIn(call["arguments"]);
  if (callback === undefined || dottedName(child(call, "callee")).replace(/^globalThis\./, "") !== "setTimeout") return false;
  return (
    dottedName(callback) === wake || findInside(callback, "CallExpression").some((inner) => dottedName(child(inner, "callee")) === wake)
  );
}

function importsTimers(files: readonly SourceFile[]): ReturnType<Rule["check"]> {
  return files
    .filter((file) => isScript(file) && isTest(file))
    .flatMap((file) =>
      importsOf(file)
        .filter(({ specifier }) => specifier === "node:timers/promises" || specifier === "timers/promises")
        .map(({ offset }) => violationAt(file, offset, "a test does not sleep: wait for the event, or use a fake clock")),
    );
}

function mocksOwnModule({ node }: Place): boolean {
  if (!MOCKS.test(dottedName(child(node, "callee")))) return false;
  const [target] = nodesIn(node["arguments"]);
  const name = stringOf(target ?? null) ?? stringOf(child(target ?? null, "source"));
  return name === null || /^(\.|@\/)/.test(name);
}

function reachesOut({ node }: Place): boolean {
  const callee = dottedName(child(node, "callee"));
  if (!/(^|\.)(fetch|goto)$|^(WebSocket|createClient)$/.test(callee)) return false;
  const url = stringOf(nodesIn(node["arguments"])[0] ?? null);
  return url !== null && /^https?:/.test(url) && !LOCAL.test(url);
}

const sleepCalls = reportCalls("a test does not sleep: wait for the event, or use a fake clock", sleeps, "NewExpression", "CallExpression");

/** What a test may not lean on: house-style section 13. */
export const TEST_RULES: readonly Rule[] = [
  {
    name: "no test sleeps",
    check: (files) => [...sleepCalls(files), ...importsTimers(files)],
    broken: [
      sample("lib/core/a.test.ts", "await new Promise((wake) => setTimeout(wake, 50));"),
      sample("supabase/tests/a.test.ts", "await new Promise((wake) => { setTimeout(() => wake(1), 50); });"),
      sample("supabase/tests/helpers.ts", 'import { setTimeout } from "node:timers/promises";'),
      sample("e2e/a.e2e.ts", "await page.waitForTimeout(500);"),
    ],
    kept: [
      sample("supabase/tests/a.test.ts", "await new Promise((resolve, reject) => { on(resolve); setTimeout(() => reject(late), 5000); });"),
      sample("supabase/local/a.ts", "await new Promise((wake) => setTimeout(wake, 50));"),
    ],
  },
  {
    name: "no test mocks a module of our own",
    check: reportCalls("test the module itself, with a fake clock and a real Postgres", mocksOwnModule, "CallExpression"),
    broken: [
      sample("lib/core/a.test.ts", 'vi.mock("./b.ts");'),
      sample("lib/core/a.test.ts", 'vi.mock(import("@/lib/core/b.ts"), () => ({}));'),
    ],
    kept: [sample("lib/core/a.test.ts", 'vi.useFakeTimers();\nvi.mock("next/headers");')],
  },
  {
    name: "no test reaches the network",
    check: reportCalls("a test talks to 127.0.0.1 only", reachesOut, "CallExpression", "NewExpression"),
    broken: [
      sample("supabase/tests/a.test.ts", 'await fetch("https://example.com/a");'),
      sample("e2e/a.e2e.ts", 'await page.goto("https://example.com");'),
    ],
    kept: [sample("supabase/tests/a.test.ts", 'await fetch("http://127.0.0.1:5000/a");\nconst a = "https://example.com";')],
  },
];
