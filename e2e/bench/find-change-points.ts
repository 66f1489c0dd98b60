/** Whether changes are found where people see them: on real series that five people annotated. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findChangePointsFilter } from "../../supabase/local/engine/find-change-points.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, round } from "./benchmark.ts";
import { scoreChangeF1, scoreCover } from "./scores/change-point-scores.ts";
import { dataFolder, feed } from "./scores/collection.ts";

const ANNOTATIONS = "annotations.json";
const annotationsSchema = z.record(z.string(), z.record(z.string(), z.array(z.number().int().nonnegative())));
const seriesSchema = z.object({ name: z.string(), values: z.array(z.number().nullable()) });
const answerSchema = z.object({ name: z.string(), changePoints: z.array(z.number().int()) });

/** `--data DIR`: DIR/changepoints holds one JSON file a series, and annotations.json. */
export const findChangePointsBenchmark: Benchmark = {
  name: "find-change-points",
  summary: "F1 (margin 5) and cover of the changes found in annotated series, beside finding none; --data DIR",
  run: async (args) => {
    const folder = join(dataFolder(args), "changepoints");
    const { annotations, series } = readSeries(folder);
    const startedMs = performance.now();
    const answers = (await feed(findChangePointsFilter, series)).map((answer) => answerSchema.parse(answer));
    const elapsedMs = performance.now() - startedMs;
    const rows = series.map(({ name, values }, index) => {
      const people = Object.values(annotations[name] ?? {});
      const found = answers[index]?.changePoints ?? [];
      const row = { f1: scoreChangeF1(people, found), cover: scoreCover(people, found, values.length) };
      say(
        `${name.padEnd(22)} F1 ${row.f1.toFixed(3)}  cover ${row.cover.toFixed(3)}  of ${values.length} at ${found.join(", ") || "none"}`,
      );
      return { ...row, f1None: scoreChangeF1(people, []), coverNone: scoreCover(people, [], values.length) };
    });
    const mean = (key: keyof (typeof rows)[number]): number => round(rows.reduce((sum, row) => sum + row[key], 0) / rows.length);
    say(`Finding none would be F1 ${mean("f1None")}, cover ${mean("coverNone")}.`);
    return { f1: mean("f1"), cover: mean("cover"), series: rows.length, ms: round(elapsedMs) };
  },
};

type Series = z.infer<typeof seriesSchema>;

function readSeries(folder: string): { readonly annotations: z.infer<typeof annotationsSchema>; readonly series: readonly Series[] } {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), "utf8"));
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && name !== ANNOTATIONS);
  const annotations = annotationsSchema.parse(read(ANNOTATIONS));
  const series = names.map((name) => seriesSchema.parse(read(name))).filter(({ name }) => name in annotations);
  if (series.length === 0) throw new LocalError(`${folder} has no annotated series.`);
  return { annotations, series };
}
