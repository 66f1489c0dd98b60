import { perform, type Routine, type WorkKind } from "./effects.ts";
import { type Attempt, TaskFailure, type TaskResult, trackTask } from "./tracked.ts";

const AGENT_ID = "data-agent";
const MINUTE_MS = 60_000;
/** More rows than this are more than a report may list. */
const MAX_ROWS = 400;
const KINDS: readonly WorkKind[] = ["message", "letter", "booking"];

/** One round of the data agent: a report on the work of the others. */
export function* reportWork(): Routine<void> {
  const kind = KINDS[Math.floor(KINDS.length * (yield* perform("draw", {})))] ?? "message";
  const minutes = 5 + Math.floor(16 * (yield* perform("draw", {})));
  const task = {
    agentId: AGENT_ID,
    taskType: "data_report",
    taskDescription: `List every ${kind} of the last ${minutes} minutes`,
    inputs: { kind, minutes, maxRows: MAX_ROWS },
  };
  yield* trackTask(task, 2, (at) => reportOnce(kind, minutes, at));
}

function* reportOnce(kind: WorkKind, minutes: number, { attempt }: Attempt): Routine<TaskResult> {
  // A second try asks for half as much.
  const windowMs = (minutes * MINUTE_MS) / attempt;
  const { rows } = yield* perform("report", { kind, windowMs });
  if (rows > MAX_ROWS) {
    const message = `report on ${kind} has ${rows} rows, more than ${MAX_ROWS}`;
    throw new TaskFailure("TooManyRows", message, { isTransient: true, details: { rows, windowMs } });
  }
  return { outputs: { rows, windowMs } };
}

/** Every few minutes: moves the letters that are done out of the folder with the quota. */
export function* archiveLetters(): Routine<void> {
  const task = {
    agentId: AGENT_ID,
    taskType: "archive_letters",
    taskDescription: "Move finished letters to the archive",
    inputs: { folder: "letters" },
  };
  yield* trackTask(task, 1, function* () {
    return { outputs: yield* perform("archiveFiles", {}) };
  });
}
