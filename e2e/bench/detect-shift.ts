/** Whether lasting shifts are seen soon, and nothing else: on noise of real machines with known steps and ramps. */
import { z } from "zod";
import { detectShiftFilter } from "../../supabase/local/engine/detect-shift.ts";
import { LocalError } from "../../supabase/local/local-error.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, quantile, round } from "./benchmark.ts";
import { dataFolder, feed, readCollection } from "./scores/collection.ts";
import { judgeAlarm, type ShiftOutcome, scoreShifts } from "./scores/shift-scores.ts";

const windowSchema = z.object({
  id: z.string(),
  kind: z
    .string()
    .nullable()
    .transform((kind) => kind ?? "null"),
  at: z.number().int().nullable(),
  factor: z
    .number()
    .nullish()
    .transform((factor) => factor ?? 1),
  values: z.array(z.number()),
});
const answerSchema = z.object({ id: z.string(), alarmAt: z.number().int().nullable() });

type Row = { readonly window: z.infer<typeof windowSchema>; readonly alarmAt: number | null; readonly outcome: ShiftOutcome };

/** `--data DIR`: DIR/shifts/windows.jsonl, packed with gzip or not. */
export const detectShiftBenchmark: Benchmark = {
  name: "detect-shift",
  summary: "shifts of 2 to 20 % detected within 40 points (60 of a ramp), and false alarms, in windows of machine noise; --data DIR",
  run: async (args) => {
    const folder = dataFolder(args);
    const lines = readCollection(folder, "shifts/windows.jsonl");
    if (lines === null || lines.length === 0) throw new LocalError(`${folder} has no shifts/windows.jsonl.`);
    const windows = lines.map((line) => windowSchema.parse(line));
    const startedMs = performance.now();
    const answers = await feed(
      detectShiftFilter,
      windows.map(({ id, values }) => ({ id, values })),
    );
    const elapsedMs = performance.now() - startedMs;
    const rows = windows.map((window, index): Row => {
      const { alarmAt } = answerSchema.parse(answers[index]);
      return { window, alarmAt, outcome: judgeAlarm(window, alarmAt) };
    });
    tellGroups(rows);
    const score = scoreShifts(
      windows,
      rows.map(({ outcome }) => outcome),
    );
    const points = rows.reduce((sum, { window, alarmAt }) => sum + (alarmAt ?? window.values.length), 0);
    return {
      detected: round(score.detected),
      falseAlarms: round(score.falseAlarms),
      windows: score.windows,
      shifts: score.shifts,
      medianDelay: medianDelay(rows),
      pointsPerS: round(points / (elapsedMs / 1000)),
    };
  },
};

function tellGroups(rows: readonly Row[]): void {
  const groups = Map.groupBy(rows, ({ window }) => `${window.kind.padEnd(8)}${sizeOf(window.factor).padStart(4)} %`);
  say("kind and size    windows  detected  false alarms  median delay");
  for (const [name, members] of [...groups].sort(([one], [two]) => one.localeCompare(two))) {
    const count = (wanted: ShiftOutcome): string => String(members.filter(({ outcome }) => outcome === wanted).length);
    const delay = members.some(({ outcome }) => outcome === "detected") ? String(medianDelay(members)) : "";
    say(
      `${name.padEnd(17)}${String(members.length).padStart(7)}${count("detected").padStart(10)}${count("false").padStart(14)}${delay.padStart(14)}`,
    );
  }
}

function sizeOf(factor: number): string {
  return String(Math.round(100 * Math.abs(factor - 1)));
}

/** Points from the beginning of a detected shift to its alarm. */
function medianDelay(rows: readonly Row[]): number {
  const delays = rows.flatMap(({ window, alarmAt, outcome }) => {
    return outcome === "detected" && alarmAt !== null && window.at !== null ? [alarmAt - window.at] : [];
  });
  return delays.length === 0 ? 0 : quantile(delays, 0.5);
}
