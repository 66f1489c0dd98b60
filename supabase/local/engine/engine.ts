/** `npm run -s engine -- NAME [options] < input.jsonl > output.jsonl`: one engine as a filter over JSON lines. */
import { complain } from "../terminal.ts";
import { detectAnomaliesFilter } from "./detect-anomalies.ts";
import { detectShiftFilter } from "./detect-shift.ts";
import { type Filter, FilterInputError, FilterUsageError } from "./filter.ts";
import { findChangePointsFilter } from "./find-change-points.ts";
import { groupErrors } from "./group-errors.ts";
import { quantilesFilter } from "./quantiles.ts";
import { readLines } from "./read-lines.ts";
import { recommendAgentFilter } from "./recommend-agent.ts";
import { writeLines } from "./write-lines.ts";

const FILTERS: readonly Filter[] = [
  detectAnomaliesFilter,
  detectShiftFilter,
  findChangePointsFilter,
  groupErrors,
  quantilesFilter,
  recommendAgentFilter,
];

const [name, ...args] = process.argv.slice(2);
process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
  // `engine ... | head` has what it wanted; anything else is a disk or a device that fails.
  process.exit(cause.code === "EPIPE" ? 0 : complain(cause));
});
const filter = FILTERS.find((candidate) => candidate.name === name);
if (filter === undefined) {
  process.exitCode = listFilters(name === undefined ? "Which filter?" : `There is no filter ${name}.`);
} else {
  process.exitCode = await runFilter(filter).then(() => 0, explain);
  process.stdin.destroy();
}

async function runFilter(chosen: Filter): Promise<void> {
  await writeLines(chosen.run(readLines(process.stdin), args), process.stdout);
}

function explain(cause: unknown): number {
  if (cause instanceof FilterInputError) {
    process.stderr.write(`${cause.message}\n`);
    return 2;
  }
  const isUsage =
    cause instanceof FilterUsageError || (cause instanceof TypeError && /^ERR_PARSE_ARGS/.test(String(Reflect.get(cause, "code"))));
  return isUsage ? listFilters(cause.message) : complain(cause);
}

/** To standard error: standard output is for data. */
function listFilters(sentence: string): 2 {
  const list = FILTERS.map((known) => `npm run -s engine -- ${known.name.padEnd(16)} ${known.summary}\n`);
  process.stderr.write(`${sentence}\n\n${list.join("")}`);
  return 2;
}
