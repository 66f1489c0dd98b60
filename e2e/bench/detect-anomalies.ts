/** How well anomalies of real series are found with the one configuration there is, and how fast. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createAnomalyDetector } from "../../lib/learning/performance-tracker/anomaly-detector.ts";
import { detectAnomaliesFilter, instantOf } from "../../supabase/local/engine/detect-anomalies.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, round } from "./benchmark.ts";
import { type AlarmScore, joinAlarmScores, type LabelledWindow, scoreAlarms } from "./scores/alarm-windows.ts";
import { dataFolder, feed, readCollection } from "./scores/collection.ts";

/** Long enough that the compiler's first rounds are over when the clock runs. */
const WARM_POINTS = 200_000;

const windowsSchema = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));
const pointsSchema = z.array(z.object({ t: z.string(), value: z.number() }));
const answersSchema = z.array(z.object({ score: z.number(), alarm: z.boolean() }));

type Point = { readonly atMs: number; readonly value: number };
type Series = {
  readonly name: string;
  readonly lines: z.infer<typeof pointsSchema>;
  readonly points: readonly Point[];
  readonly windows: readonly LabelledWindow[];
};

/** `--data DIR`: DIR/anomalies/*.jsonl, packed with gzip or not, and DIR/anomalies/windows.json. */
export const detectAnomaliesBenchmark: Benchmark = {
  name: "detect-anomalies",
  summary: "anomalies of labelled series: NAB score, windows found, false alarms per 1000 points, points per second; --data DIR",
  run: async (args) => {
    const series = readSeries(dataFolder(args));
    say(`${"series".padEnd(54)} points  found  false alarms  score`);
    const scores: AlarmScore[] = [];
    for (const one of series) {
      const answers = answersSchema.parse(await feed(detectAnomaliesFilter, one.lines));
      const score = scoreAlarms(
        answers.map(({ alarm }) => alarm),
        one.windows,
      );
      scores.push(score);
      const found = `${score.found}/${score.windows}`;
      say(
        `${one.name.padEnd(54)}${String(one.points.length).padStart(7)}${found.padStart(7)}${String(score.falseEpisodes).padStart(14)}${score.raw.toFixed(2).padStart(7)}`,
      );
    }
    const figures = joinAlarmScores(scores);
    const pointsPerS = measureSpeed(series);
    say("\nThe score of a series is in units of a window found at its start; false alarms are counted per 1000 scored points.");
    say(`The engine takes ${Math.round(pointsPerS)} points/s of processor time, once warm.`);
    return {
      nabStandard: round(figures.nabStandard),
      windowRecall: round(figures.windowRecall),
      falseAlarmsPer1000: round(figures.falseAlarmsPer1000),
      pointsPerS: round(pointsPerS),
    };
  },
};

function readSeries(folder: string): readonly Series[] {
  const path = join(folder, "anomalies", "windows.json");
  if (!existsSync(path)) throw new LocalError(`${folder} has no anomalies/windows.json: nothing was measured.`);
  const labels = windowsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  const files = readdirSync(join(folder, "anomalies")).filter((name) => /\.jsonl(\.gz)?$/.test(name));
  const names = [...new Set(files.map((name) => name.replace(/\.jsonl(\.gz)?$/, "")))].sort();
  const series = names.map((name) => {
    const windows = labels[name];
    if (windows === undefined) throw new LocalError(`anomalies/windows.json does not know ${name}.`);
    const lines = pointsSchema.parse(readCollection(folder, `anomalies/${name}.jsonl`));
    const points = lines.map(({ t, value }) => ({ atMs: msOf(t), value }));
    return { name, lines, points, windows: windows.map(([from, to]) => indicesOf(points, msOf(from), msOf(to))) };
  });
  if (series.length === 0) throw new LocalError(`${folder} has no series in anomalies: nothing was measured.`);
  return series;
}

function msOf(text: string): number {
  const ms = instantOf(text);
  if (ms === null || Number.isNaN(ms)) throw new LocalError(`"${text}" is no instant.`);
  return ms;
}

function indicesOf(points: readonly Point[], fromMs: number, toMs: number): LabelledWindow {
  const left = points.findIndex(({ atMs }) => atMs >= fromMs);
  const right = points.findLastIndex(({ atMs }) => atMs <= toMs);
  if (left < 0 || right < left) throw new LocalError("A window holds none of its series' points.");
  return { left, right };
}

/** Points per second of processor time: what one core takes when nothing else is asked of it. */
function measureSpeed(series: readonly Series[]): number {
  const total = series.reduce((sum, { points }) => sum + points.length, 0);
  const rounds = Math.ceil(WARM_POINTS / total);
  for (let turn = 0; turn < rounds; turn += 1) detectAll(series);
  const before = process.cpuUsage();
  for (let turn = 0; turn < rounds; turn += 1) detectAll(series);
  const { user, system } = process.cpuUsage(before);
  return (total * rounds) / ((user + system) / 1_000_000);
}

function detectAll(series: readonly Series[]): void {
  for (const { points } of series) {
    const detector = createAnomalyDetector();
    for (const point of points) detector.observe(point);
  }
}
