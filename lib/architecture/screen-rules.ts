import { isScript, isTest, type Rule, type SourceFile, sample, type Violation, violationAt } from "./source-file.ts";
import { child, directivesOf, dottedName, findInside, findPlaces, stringOf } from "./syntax.ts";
import { importsOf, zoneOf } from "./zones.ts";

const PAGE = /^app\/(.*\/)?page\.tsx$/;
const SERVER_FILE = /^app\/(.*\/)?(page|layout)\.tsx$/;
const ERROR_FILE = /^app\/(.*\/)?(error|global-error)\.tsx$/;
/** Libraries whose components hold state or draw in the browser. */
const CLIENT_PACKAGE = /^(recharts|radix-ui|cmdk|react-day-picker|@radix-ui\/.+|@tanstack\/.+)$/;
/** What may bear an id that other parts of the drawing refer to, or that assistive technology follows. */
const SVG_WITH_ID = /^(linearGradient|radialGradient|clipPath|mask|pattern|filter|marker|symbol|use|title|desc|g|path|svg)$/;
const FETCHES = /^(fetch|axios)(\.\w+)?$|\.(rpc|select|fetchQuery|invoke)$/;

function screenFiles(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => isScript(file) && !isTest(file) && /^(app|components|browser)$/.test(zoneOf(file.path)));
}

function isClient(file: SourceFile): boolean {
  return directivesOf(file).includes("use client");
}

function checkServerPages(files: readonly SourceFile[]): Violation[] {
  return screenFiles(files)
    .filter((file) => SERVER_FILE.test(file.path) && isClient(file))
    .map((file) => violationAt(file, 0, "pages and layouts are server components: move the state to a leaf"));
}

/** A segment that reads data is one whose page or layout imports lib/data or lib/server. */
function checkSegments(files: readonly SourceFile[]): Violation[] {
  const paths = new Set(files.map(({ path }) => path));
  const pages = files.filter(
    (file) => PAGE.test(file.path) && importsOf(file).some(({ path }) => /^(data|server)$/.test(zoneOf(path ?? ""))),
  );
  return pages.flatMap((file) =>
    ["loading.tsx", "error.tsx"]
      .filter((name) => !paths.has(file.path.replace(/page\.tsx$/, name)))
      .map((name) => violationAt(file, 0, `a segment that reads data has ${name} beside its page`)),
  );
}

function checkClientFiles(files: readonly SourceFile[]): Violation[] {
  return screenFiles(files)
    .filter(isClient)
    .flatMap((file) => {
      const drawsNothing = findPlaces(file, "JSXElement", "JSXFragment").length === 0;
      if (drawsNothing && zoneOf(file.path) !== "browser") return [violationAt(file, 0, '"use client" on a file without JSX')];
      return needsClient(file)
        ? []
        : [violationAt(file, 0, '"use client" without state, effect, handler or chart: it can stay on the server')];
    });
}

function needsClient(file: SourceFile): boolean {
  if (ERROR_FILE.test(file.path) || importsOf(file).some(({ specifier }) => CLIENT_PACKAGE.test(specifier))) return true;
  const usesHook = findPlaces(file, "CallExpression").some(({ node }) =>
    /(^|\.)(use[A-Z]\w*|use|createContext)$/.test(dottedName(child(node, "callee"))),
  );
  return usesHook || findPlaces(file, "JSXAttribute").some(({ node }) => /^on[A-Z]/.test(dottedName(child(node, "name"))));
}

function checkEffects(files: readonly SourceFile[]): Violation[] {
  return screenFiles(files).flatMap((file) =>
    findPlaces(file, "CallExpression")
      .filter(({ node }) => /(^|\.)use(Layout)?Effect$/.test(dottedName(child(node, "callee"))))
      .filter(({ node }) => findInside(node, "CallExpression").some((call) => FETCHES.test(calleeName(call))))
      .map(({ node }) => violationAt(file, node.start, "an effect does not fetch: use a query of lib/browser")),
  );
}

/** The dotted name, also of a method at the end of a chain of calls. */
function calleeName(call: Parameters<typeof child>[0]): string {
  const callee = child(call, "callee");
  return dottedName(callee) || `.${dottedName(child(callee, "property"))}`;
}

function checkSvgIds(files: readonly SourceFile[]): Violation[] {
  return screenFiles(files).flatMap((file) =>
    findPlaces(file, "JSXAttribute")
      .filter(({ node, parent }) => {
        const value = child(node, "value");
        const text = stringOf(value) ?? stringOf(child(value, "expression")) ?? "";
        const isId = dottedName(child(node, "name")) === "id" && text !== "" && SVG_WITH_ID.test(dottedName(child(parent, "name")));
        return isId || /^url\(#/.test(text);
      })
      .map(({ node }) => violationAt(file, node.start, "an id in an SVG comes from useId: a page may draw it twice")),
  );
}

const QUERY = 'import { listAgents } from "@/lib/data/list-agents.ts";\nexport default function Page() { return <p />; }';
const EFFECT = (body: string): string => `"use client";\nexport function A() { useEffect(() => { ${body} }, []); return <p />; }`;

/** Where the server ends and the browser begins: house-style section 12. */
export const SCREEN_RULES: readonly Rule[] = [
  {
    name: "pages and layouts are server components",
    check: checkServerPages,
    broken: [
      sample("app/[workspace]/page.tsx", '"use client";\nexport default function Page() {}'),
      sample("app/layout.tsx", '// Why.\n"use client";'),
    ],
    kept: [sample("app/[workspace]/page.tsx", "export default function Page() {}")],
  },
  {
    name: "a segment that reads data draws loading and error",
    check: checkSegments,
    broken: [
      sample("app/[workspace]/agents/page.tsx", QUERY),
      [...sample("app/[workspace]/agents/page.tsx", QUERY), ...sample("app/[workspace]/agents/loading.tsx", "")],
    ],
    kept: [
      ["page", "loading", "error"].flatMap((name) => sample(`app/[workspace]/agents/${name}.tsx`, QUERY)),
      sample("app/about/page.tsx", "export default function Page() { return <p />; }"),
    ],
  },
  {
    name: '"use client" stands only on leaves that need the browser',
    check: checkClientFiles,
    broken: [
      sample("components/ui/a.ts", '"use client";\nexport const a = 1;'),
      sample("components/ui/a.tsx", '"use client";\nexport function A() { return <p />; }'),
    ],
    kept: [
      sample("components/ui/a.tsx", '"use client";\nexport function A() { const [a] = useState(1); return <p>{a}</p>; }'),
      sample("components/charts/a.tsx", '"use client";\nimport { Line } from "recharts";\nexport function A() { return <Line />; }'),
      sample("app/error.tsx", '"use client";\nexport default function Error() { return <p />; }'),
      sample("lib/browser/use-agents.ts", '"use client";\nexport function useAgents() { return useQuery(agents()); }'),
    ],
  },
  {
    name: "no effect fetches",
    check: checkEffects,
    broken: [
      sample("components/ui/a.tsx", EFFECT('fetch("/a").then(set);')),
      sample("components/ui/a.tsx", EFFECT('supabase.from("agents").select("id").then(set);')),
      sample("components/ui/a.tsx", EFFECT('void (async () => set(await client.rpc("list")))();')),
    ],
    kept: [sample("components/ui/a.tsx", EFFECT("element.current?.focus();"))],
  },
  {
    name: "ids in SVGs come from useId",
    check: checkSvgIds,
    broken: [
      sample("components/charts/a.tsx", 'const a = <linearGradient id="band" />;'),
      sample("components/charts/a.tsx", 'const a = <rect fill="url(#band)" />;'),
      sample("components/charts/a.tsx", 'const a = <clipPath id={"band"} />;'),
    ],
    kept: [
      sample("components/charts/a.tsx", 'const a = <g><linearGradient id={id} /><rect fill={fill} /></g>;\nconst b = <main id="main" />;'),
    ],
  },
];
