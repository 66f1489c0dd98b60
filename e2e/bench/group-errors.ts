/** How well error messages are sorted into templates, and how fast: on labelled collections of real messages. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createErrorMiner } from "../../lib/learning/execution-feedback/error-miner.ts";
import { groupErrors } from "../../supabase/local/engine/group-errors.ts";
import { say } from "../../supabase/local/terminal.ts";
import { type Benchmark, round } from "./benchmark.ts";
import { feed, readCollection } from "./scores/collection.ts";
import { scoreGrouping } from "./scores/grouping-accuracy.ts";
import { scoreVMeasure } from "./scores/v-measure.ts";

const ENGINE = fileURLToPath(new URL("../../supabase/local/engine/engine.ts", import.meta.url));
/** Long enough that the start of the process and the compiler's first rounds are a small part. */
const MIN_MESSAGES = 200_000;

type Row = { readonly message: string; readonly template?: string; readonly templateCorrected?: string; readonly label?: string };
type Figures = Record<string, number>;

/** `--data DIR`: DIR/errors/loghub/*.jsonl and DIR/errors/agent-errors.jsonl, packed with gzip or not. */
export const groupErrorsBenchmark: Benchmark = {
  name: "group-errors",
  summary: "grouping of error messages: GA and FGA on logs, V-measure on agents' errors, messages per second; --data DIR",
  run: async (args) => {
    const folder = findFolder(args);
    if (folder === null) return {};
    const systems = listSystems(folder).map((name) => ({ name, rows: readRows(folder, `loghub/${name}.jsonl`) }));
    const agentErrors = readRows(folder, "agent-errors.jsonl");
    const figures: Figures = {};
    if (systems.length > 0) Object.assign(figures, await scoreSystems(systems));
    if (agentErrors.length > 0) Object.assign(figures, await scoreCauses(agentErrors));
    const messages = [...systems.flatMap(({ rows }) => rows), ...agentErrors].map(({ message }) => message);
    return messages.length === 0 ? figures : { ...figures, ...(await measureSpeed(messages)) };
  },
};

function findFolder(args: readonly string[]): string | null {
  const { data } = parseArgs({ args: [...args], options: { data: { type: "string" } } }).values;
  if (data === undefined) {
    say("Nothing was measured: --data DIR names the folder of the collections.");
    return null;
  }
  const folder = [join(data, "errors"), data].find((candidate) => existsSync(candidate));
  if (folder === undefined) say(`Nothing was measured: there is no folder ${data}.`);
  return folder ?? null;
}

function listSystems(folder: string): string[] {
  const inside = join(folder, "loghub");
  if (!existsSync(inside)) return [];
  const names = readdirSync(inside).filter((name) => /\.jsonl(\.gz)?$/.test(name));
  return [...new Set(names.map((name) => name.replace(/\.jsonl(\.gz)?$/, "")))].sort();
}

function readRows(folder: string, path: string): readonly Row[] {
  return (readCollection(folder, path) ?? []) as readonly Row[];
}

async function groupsOf(rows: readonly Row[]): Promise<readonly string[]> {
  const answers = await feed(
    groupErrors,
    rows.map(({ message }) => ({ message })),
  );
  return answers.map((answer) => (answer as { readonly group: string }).group);
}

async function scoreSystems(systems: readonly { readonly name: string; readonly rows: readonly Row[] }[]): Promise<Figures> {
  say("Logs: the label is `template`; beside it, what `templateCorrected` would give.\n");
  say(`${"system".padEnd(14)}     GA    FGA  groups  templates      GA corrected  FGA corrected`);
  const scores: { readonly ga: number; readonly fga: number }[] = [];
  for (const { name, rows } of systems) {
    const groups = await groupsOf(rows);
    const labels = rows.map(({ template }) => template);
    const score = scoreGrouping(groups, labels);
    const corrected = scoreGrouping(
      groups,
      rows.map(({ template, templateCorrected }) => templateCorrected ?? template),
    );
    scores.push(score);
    const counts = `${String(score.groups).padStart(8)}${String(score.labels).padStart(11)}`;
    say(
      `${name.padEnd(14)}${fixed(score.ga)}${fixed(score.fga)}${counts}${fixed(corrected.ga).padStart(18)}${fixed(corrected.fga).padStart(15)}`,
    );
  }
  const ga = mean(scores.map((score) => score.ga));
  const fga = mean(scores.map((score) => score.fga));
  say(`${"mean".padEnd(14)}${fixed(ga)}${fixed(fga)}\n`);
  return { ga: round(ga), fga: round(fga), systems: systems.length };
}

async function scoreCauses(rows: readonly Row[]): Promise<Figures> {
  const groups = await groupsOf(rows);
  const labels = rows.map(({ label }) => label);
  const { homogeneity, completeness, vMeasure } = scoreVMeasure(groups, labels);
  const bound = scoreVMeasure(
    rows.map(({ message }) => message),
    labels,
  );
  const made = new Set(groups).size;
  say(`Agents' errors: V-measure ${fixed(vMeasure)}, homogeneity ${fixed(homogeneity)}, completeness ${fixed(completeness)}`);
  say(`${rows.length} messages, ${new Set(labels).size} causes, ${made} groups.`);
  say(`Groups of identical messages have homogeneity ${fixed(bound.homogeneity)}: no grouping by text has more.\n`);
  return { vMeasure: round(vMeasure), homogeneity: round(homogeneity), completeness: round(completeness), groups: made };
}

async function measureSpeed(messages: readonly string[]): Promise<Figures> {
  const rounds = Math.ceil(MIN_MESSAGES / messages.length);
  mine(messages, 1);
  const messagesPerS = (messages.length * rounds) / mine(messages, rounds);
  const input = `${messages.map((message) => JSON.stringify({ message })).join("\n")}\n`.repeat(rounds);
  const filterMessagesPerS = (messages.length * rounds) / (await runEngine(input));
  say(`The engine takes ${Math.round(messagesPerS)} messages/s of processor time, once warm; each round begins without any template.`);
  say(`The command takes ${Math.round(filterMessagesPerS)} messages/s, its start and JSON included.`);
  return { messagesPerS: round(messagesPerS), filterMessagesPerS: round(filterMessagesPerS) };
}

/** Seconds of processor time for some rounds over the messages: what one core takes when nothing else is asked of it. */
function mine(messages: readonly string[], rounds: number): number {
  const before = process.cpuUsage();
  for (let turn = 0; turn < rounds; turn += 1) {
    const miner = createErrorMiner();
    for (const message of messages) miner.assign(message);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000_000;
}

/** Seconds on the clock that the engine command takes for an input. */
async function runEngine(input: string): Promise<number> {
  const startedMs = performance.now();
  const engine = spawn(process.execPath, [ENGINE, groupErrors.name], { stdio: ["pipe", "pipe", "inherit"] });
  engine.stdin.end(input);
  let lines = 0;
  for await (const chunk of engine.stdout) lines += String(chunk).split("\n").length - 1;
  const expected = input.split("\n").length - 1;
  if (lines !== expected) throw new Error(`The engine answered ${lines} of ${expected} lines.`);
  return (performance.now() - startedMs) / 1000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fixed(value: number): string {
  return value.toFixed(3).padStart(7);
}
