import { z } from "zod";
import { isUuidV7, readUuidV7InstantMs } from "../core/uuid-v7.ts";
import { EXECUTION_STATUSES, type ExecutionStatus, type ExecutionSummary, executionStatusSchema } from "./execution.ts";
import { parseTimeRange, readTypedRange, resolveTimeRange, type SearchParameters, type TimeRange, timeRangeKey } from "./time-range.ts";

/** Which executions of a range an operator asks for; an empty list or text asks for all. `words` as a web search takes them. */
export type ExecutionSearch = {
  readonly statuses: readonly ExecutionStatus[];
  readonly agentIds: readonly string[];
  readonly taskTypes: readonly string[];
  readonly words: string;
};

/** The search that asks for everything. */
export const EVERYTHING: ExecutionSearch = { statuses: [], agentIds: [], taskTypes: [], words: "" };

/** A search, and a sentence for each part of the address that made no sense and was left out of it. */
export type ReadExecutionSearch = { readonly search: ExecutionSearch; readonly ignored: readonly string[] };

/** A list of executions: whose, which, and of when. */
export type ExecutionQuestion = { readonly workspaceId: string; readonly search: ExecutionSearch; readonly range: TimeRange };

/** What the first page of a list, and a look for what came since, ask for; the server draws as many. */
export const FIRST_PAGE_ROWS = 200;

/** Longer texts are no search, and an address must stay an address. */
const MOST_WORDS_CHARACTERS = 200;

/** So many agents or task types at once are better asked for by leaving the filter away. */
const MOST_NAMES = 50;

const nameSchema = z.string().trim().min(1).max(120);

/** Reads `status`, `agent`, `task` (each may stand several times) and `q`. Never raises: what makes no sense is left out and said. */
export function parseExecutionSearch(parameters: SearchParameters): ReadExecutionSearch {
  const ignored: string[] = [];
  const statuses = valuesOf(parameters, "status").flatMap((text) => {
    const status = executionStatusSchema.safeParse(text);
    if (!status.success) ignored.push(`"${shorten(text)}" is not a status (${EXECUTION_STATUSES.join(", ")})`);
    return status.success ? [status.data] : [];
  });
  const words = (valuesOf(parameters, "q")[0] ?? "").trim();
  if (words.length > MOST_WORDS_CHARACTERS) ignored.push(`the words after the first ${MOST_WORDS_CHARACTERS} characters are too many`);
  const search = {
    statuses: EXECUTION_STATUSES.filter((status) => statuses.includes(status)),
    agentIds: namesOf(parameters, "agent", ignored),
    taskTypes: namesOf(parameters, "task", ignored),
    words: words.slice(0, MOST_WORDS_CHARACTERS),
  };
  return { search, ignored: [...ignored, ...rangeProblems(parameters)] };
}

/** The search parameters that {@link parseExecutionSearch} reads back as the same search, as pairs of name and value. */
export function writeExecutionSearch(search: ExecutionSearch): readonly (readonly [name: string, value: string])[] {
  return [
    ...search.statuses.map((status) => ["status", status] as const),
    ...search.agentIds.map((agentId) => ["agent", agentId] as const),
    ...search.taskTypes.map((taskType) => ["task", taskType] as const),
    ...(search.words.trim() === "" ? [] : [["q", search.words.trim()] as const]),
  ];
}

/** The names of the parameters that {@link writeExecutionSearch} may write. */
export const EXECUTION_SEARCH_PARAMETERS = ["status", "agent", "task", "q"] as const;

/** Whether a search leaves anything out. */
export function isNarrowed(search: ExecutionSearch): boolean {
  return writeExecutionSearch(search).length > 0;
}

/** The part of a range that bounds executions by their ids, as seen at `nowMs`; the last so-and-so long has no end, for clocks differ. */
export function executionSpan(range: TimeRange, nowMs: number): { readonly fromMs: number; readonly toMs?: number } {
  const { fromMs, toMs } = resolveTimeRange(range, nowMs);
  return range.kind === "last" ? { fromMs } : { fromMs, toMs };
}

/** What `listExecutions` takes for a question, as seen at `nowMs`; `before` is the id after which the next page begins. */
export function listArguments(question: ExecutionQuestion, page: { nowMs: number; limit: number; before?: string | undefined }) {
  const { workspaceId, search, range } = question;
  return { workspaceId, ...search, ...executionSpan(range, page.nowMs), before: page.before, limit: page.limit };
}

/** Whether a text can be the id of an execution: the database refuses to look for anything but a UUID. */
export function isExecutionId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** A text that is the same for the same search and range. */
export function executionListKey({ search, range }: Pick<ExecutionQuestion, "search" | "range">): string {
  return JSON.stringify([search, timeRangeKey(range)]);
}

/**
 * Whether an execution belongs to a list, by the rule of the database: `maybe` where words are asked for, which the database alone
 * can tell. The range is judged by the id, as there.
 */
export function matchExecution(execution: ExecutionSummary, question: ExecutionQuestion, nowMs: number): "yes" | "maybe" | "no" {
  const { search, range } = question;
  if (search.statuses.length > 0 && !search.statuses.includes(execution.status)) return "no";
  if (search.agentIds.length > 0 && !search.agentIds.includes(execution.agentId)) return "no";
  if (search.taskTypes.length > 0 && !search.taskTypes.includes(execution.taskType)) return "no";
  const span = executionSpan(range, nowMs);
  const atMs = isUuidV7(execution.id) ? readUuidV7InstantMs(execution.id) : Date.parse(execution.startedAt);
  if (atMs < Math.floor(span.fromMs) || (span.toMs !== undefined && atMs >= Math.floor(span.toMs))) return "no";
  return search.words === "" ? "yes" : "maybe";
}

function valuesOf(parameters: SearchParameters, name: string): readonly string[] {
  const value = parameters[name];
  if (value === undefined) return [];
  // The database refuses to look for a NUL, which no text that it holds has.
  return (typeof value === "string" ? [value] : value).map((text) => text.replaceAll("\u0000", ""));
}

function namesOf(parameters: SearchParameters, name: "agent" | "task", ignored: string[]): readonly string[] {
  const names = valuesOf(parameters, name).flatMap((text) => {
    const parsed = nameSchema.safeParse(text);
    if (!parsed.success) ignored.push(`"${shorten(text)}" cannot be the name of ${name === "agent" ? "an agent" : "a task type"}`);
    return parsed.success ? [parsed.data] : [];
  });
  const unique = [...new Set(names)].sort();
  if (unique.length > MOST_NAMES) ignored.push(`more than ${MOST_NAMES} of "${name}" were given`);
  return unique.slice(0, MOST_NAMES);
}

function rangeProblems(parameters: SearchParameters): readonly string[] {
  const between = valuesOf(parameters, "from").length + valuesOf(parameters, "to").length > 0;
  if (between) return parseTimeRange(parameters).kind === "between" ? [] : ["from and to do not name a range of time"];
  const [range] = valuesOf(parameters, "range");
  if (range === undefined) return [];
  return readTypedRange(range).kind === "invalid" ? [`"${shorten(range)}" is not a range of time such as 24h`] : [];
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
