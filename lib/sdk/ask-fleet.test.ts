import { expect, test } from "vitest";
import { PREFERENCES } from "../domain/recommendation.ts";
import type { Preference } from "./fleet-questions.ts";
import { createWindvane } from "./windvane.ts";

type Asked = { readonly url: URL; readonly authorization: string | null };

function setUp(answer: (signal: AbortSignal | null | undefined) => Response | Promise<Response>) {
  const asked: Asked[] = [];
  const { executionFeedback } = createWindvane({
    url: "http://127.0.0.1:1/",
    apiKey: "wv_test",
    spool: false,
    fetch: async (url, init) => {
      asked.push({ url: new URL(String(url)), authorization: new Headers(init?.headers).get("authorization") });
      return answer(init?.signal);
    },
  });
  return { ...executionFeedback, asked };
}

const json = (body: unknown, status = 200): Response => new Response(JSON.stringify(body), { status });

test("recommendAgent asks for a task type by what is preferred, and gives the answer as it is", async () => {
  const answer = { taskType: "review & merge", prefer: "cost", recommendations: [{ agentId: "a", confidence: 0.8, reason: "because" }] };
  const { recommendAgent, asked } = setUp(() => json(answer));
  const workspaceId = "00000000-0000-4000-8000-000000000001";
  expect(await recommendAgent("review & merge", workspaceId, { prefer: "cost" })).toEqual(answer);
  expect(asked[0]?.url.pathname).toBe("/functions/v1/fleet/recommendations");
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({ taskType: "review & merge", prefer: "cost", workspaceId });
  expect(asked[0]?.authorization).toBe("Bearer wv_test");
});

test("identifyErrorPatterns asks for the last week, or for as many days as named", async () => {
  const { identifyErrorPatterns, asked } = setUp(() => json({ patterns: [{ id: "p" }] }));
  expect(await identifyErrorPatterns()).toEqual([{ id: "p" }]);
  await identifyErrorPatterns(undefined, 30);
  expect(asked.map(({ url }) => url.search)).toEqual(["?days=7", "?days=30"]);
});

test.each<[string, () => Response | Promise<Response>, string]>([
  ["a key that is refused", () => json({ message: "no such key" }, 401), "unauthorized"],
  ["a workspace that is another's", () => json({}, 403), "forbidden"],
  ["a question that is not understood", () => json({}, 400), "invalid_input"],
  ["too many questions", () => json({}, 429), "rate_limited"],
  ["a failure there", () => json({}, 500), "unavailable"],
  ["a stranger's page", () => new Response("<html>sign in</html>"), "unavailable"],
  ["an answer without a list", () => json({ patterns: 7 }), "unavailable"],
  ["a lost connection", () => Promise.reject(new TypeError("fetch failed")), "unavailable"],
])("after %s they reject, and say why by a code", async (_what, answer, code) => {
  const { recommendAgent, identifyErrorPatterns } = setUp(answer);
  await expect(recommendAgent("review")).rejects.toMatchObject({ name: "AppError", code });
  await expect(identifyErrorPatterns()).rejects.toMatchObject({ name: "AppError", code });
});

test("a refusal is told in its own words, not as the JSON around them", async () => {
  const { recommendAgent } = setUp(() => json({ code: "invalid_input", message: "prefer is one of reliability, speed, cost." }, 400));
  await expect(recommendAgent("review")).rejects.toThrow(/^Windvane answered 400: prefer is one of reliability, speed, cost\.$/);
});

test("they give up in time, and need a task type and a project", async () => {
  const never = (signal: AbortSignal | null | undefined): Promise<Response> =>
    new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  const { recommendAgent } = setUp(never);
  await expect(recommendAgent("review", undefined, { timeoutMs: 1 })).rejects.toMatchObject({ code: "timeout" });
  await expect(recommendAgent("")).rejects.toMatchObject({ code: "invalid_input" });
  const nowhere = createWindvane({ url: "", apiKey: "", onProblem: () => undefined });
  await expect(nowhere.executionFeedback.identifyErrorPatterns()).rejects.toMatchObject({ code: "invalid_input" });
});

test("what may be preferred is what the domain knows", () => {
  const known: readonly Preference[] = PREFERENCES;
  expect(known).toEqual(["reliability", "speed", "cost"]);
});
