import { AppError, type AppErrorCode, isAppError } from "../core/app-error.ts";
import type { AgentAdviceList, ErrorPattern, QuestionOptions, RecommendOptions } from "./fleet-questions.ts";
import type { Host } from "./host.ts";
import { describeError } from "./plain-json.ts";

/** What a question needs: the machine, where the project is (null: nowhere), and the key and workspace that the client was made with. */
export type AskParts = {
  readonly host: Host;
  readonly url: string | null;
  readonly apiKey: string;
  readonly workspaceId: string | undefined;
};

/** The two calls of the SDK that can fail: they ask, and an answer may not come. */
export type FleetQuestions = {
  readonly recommendAgent: (taskType: string, workspaceId?: string, options?: RecommendOptions) => Promise<AgentAdviceList>;
  readonly identifyErrorPatterns: (workspaceId?: string, days?: number, options?: QuestionOptions) => Promise<readonly ErrorPattern[]>;
};

const DEFAULT_TIMEOUT_MS = 10_000;
/** A week, as the Errors page. */
const DEFAULT_DAYS = 7;
const QUOTE_CHARACTERS = 300;

type Question = {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly list: string;
  readonly timeoutMs: number;
};

/** Makes the questions that a client can ask. They reject with an `AppError`. */
export function createFleetQuestions(parts: AskParts): FleetQuestions {
  return {
    recommendAgent: async (taskType, workspaceId, { prefer = "reliability", timeoutMs = DEFAULT_TIMEOUT_MS } = {}) => {
      if (typeof taskType !== "string" || taskType === "") throw new AppError("invalid_input", "recommendAgent needs a task type");
      const query = { taskType, prefer, workspaceId: workspaceId ?? parts.workspaceId };
      const answer = await ask({ path: "recommendations", query, list: "recommendations", timeoutMs }, parts);
      return answer as AgentAdviceList;
    },
    identifyErrorPatterns: async (workspaceId, days = DEFAULT_DAYS, { timeoutMs = DEFAULT_TIMEOUT_MS } = {}) => {
      const query = { days: String(days), workspaceId: workspaceId ?? parts.workspaceId };
      const answer = await ask({ path: "error-patterns", query, list: "patterns", timeoutMs }, parts);
      return answer["patterns"] as readonly ErrorPattern[];
    },
  };
}

/** The answer, of which only so much was checked that its list is one: the rest is the fleet function's contract. */
async function ask(question: Question, { host, url, apiKey }: AskParts): Promise<Readonly<Record<string, unknown>>> {
  if (url === null) throw new AppError("invalid_input", "The client has no usable url or key");
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(question.query)) if (value !== undefined) search.set(name, value);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), question.timeoutMs);
  try {
    const answer = await host.fetch(`${url}/functions/v1/fleet/${question.path}?${search}`, {
      headers: { authorization: `Bearer ${apiKey}` },
      redirect: "manual",
      signal: abort.signal,
    });
    return read(await answer.text(), answer.status, question.list);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    if (abort.signal.aborted) throw new AppError("timeout", `Windvane did not answer within ${question.timeoutMs} ms`, { cause });
    throw new AppError("unavailable", `Windvane could not be reached: ${describeError(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function read(body: string, status: number, list: string): Readonly<Record<string, unknown>> {
  const quote = body.slice(0, QUOTE_CHARACTERS);
  const answer = parse(body);
  if (status < 200 || status > 299) {
    const said = typeof answer?.message === "string" ? answer.message.slice(0, QUOTE_CHARACTERS) : quote;
    throw new AppError(codeOf(status), `Windvane answered ${status}: ${said}`, { details: { status } });
  }
  if (answer === null || !Array.isArray(answer[list])) throw new AppError("unavailable", `Windvane's answer has no ${list}: ${quote}`);
  return answer;
}

function parse(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    // Something between us and Windvane answered; the caller says so with what it said.
    return null;
  }
}

const CODES: Readonly<Record<number, AppErrorCode>> = {
  400: "invalid_input",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  408: "timeout",
  429: "rate_limited",
};

function codeOf(status: number): AppErrorCode {
  return CODES[status] ?? "unavailable";
}
