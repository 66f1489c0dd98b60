import { describe, expect, test } from "vitest";
import { createSeededRandom } from "../core/seeded-random.ts";
import { makeUuidV7 } from "../core/uuid-v7.ts";
import type { ExecutionStatus, ExecutionSummary } from "../domain/execution.ts";
import {
  absorbHead,
  countWaiting,
  EMPTY_FEED,
  type FeedRules,
  findExecution,
  hasGap,
  keepAnnounced,
  mergeFeed,
  receiveExecutions,
  settleFeed,
} from "./execution-feed.ts";

const random = createSeededRandom(7);

function execution(atMs: number, status: ExecutionStatus = "succeeded"): ExecutionSummary {
  const startedAt = new Date(atMs).toISOString();
  return {
    id: makeUuidV7({ nowMs: atMs, random }),
    agentId: "agent",
    taskType: "task",
    taskDescription: null,
    status,
    startedAt,
    finishedAt: status === "running" ? null : startedAt,
    durationMs: status === "running" ? null : 0,
    attempt: 1,
    parentId: null,
    errorType: null,
    errorMessage: null,
    costUsd: null,
    isGenerated: false,
    clockSkewMs: null,
  };
}

/** Newest first, one a second; `page[0]` began at 1000 s. */
const page = Array.from({ length: 5 }, (_, index) => execution((1000 - index) * 1000));
const pages = [{ rows: page, more: true }];
const isPaged = (id: string) => findExecution(page, id) >= 0;
const following: FeedRules = { mode: "follow", isPaged, match: () => "yes" };
const holding: FeedRules = { ...following, mode: "hold" };
const news = (...executions: ExecutionSummary[]) => ({ executions, total: executions.length });
const idsOf = (rows: readonly ExecutionSummary[]) => rows.map((row) => row.id);
const at = (index: number): ExecutionSummary => page[index] ?? execution(0);

describe("a list that follows", () => {
  test("takes a new execution to the place that its start gives it", () => {
    const newest = execution(2_000_000);
    const between = execution(998_500);
    const feed = receiveExecutions(EMPTY_FEED, news(between, newest), following);
    expect(idsOf(mergeFeed(pages, feed.taken))).toEqual(idsOf([newest, at(0), at(1), between, at(2), at(3), at(4)]));
  });

  test("lets go of a row that no longer matches, and of it alone", () => {
    const ended = { ...at(2), status: "failed" } as const;
    const feed = receiveExecutions(EMPTY_FEED, news(ended), { ...following, match: () => "no" });
    expect(idsOf(mergeFeed(pages, feed.taken))).toEqual(idsOf([at(0), at(1), at(3), at(4)]));
  });

  test("leaves to the next page what is older than the last row, and shows it where no page follows", () => {
    const old = execution(5000);
    const feed = receiveExecutions(EMPTY_FEED, news(old), following);
    expect(mergeFeed(pages, feed.taken)).toHaveLength(5);
    expect(mergeFeed([{ rows: page, more: false }], feed.taken).at(-1)).toBe(old);
  });
});

describe("a list that holds still", () => {
  test("keeps a new execution waiting and counts it", () => {
    const feed = receiveExecutions(EMPTY_FEED, news(execution(2_000_000)), holding);
    expect(mergeFeed(pages, feed.taken)).toEqual(page);
    expect(countWaiting(feed, isPaged)).toEqual({ fresh: 1, changed: 0 });
  });

  test("updates a row in place, even where it matches no longer", () => {
    const ended = { ...at(1), status: "failed" } as const;
    const feed = receiveExecutions(EMPTY_FEED, news(ended), { ...holding, match: () => "no" });
    expect(mergeFeed(pages, feed.taken)[1]).toBe(ended);
  });

  test("forgets one that waits and matches no longer", () => {
    const started = execution(2_000_000, "running");
    const waiting = receiveExecutions(EMPTY_FEED, news(started), holding);
    const feed = receiveExecutions(waiting, news({ ...started, status: "failed" }), { ...holding, match: () => "no" });
    expect(feed.waiting.size).toBe(0);
  });

  test("takes what waits when it follows again, newest first", () => {
    const [first, second] = [execution(2_000_000), execution(2_001_000)];
    const feed = settleFeed(receiveExecutions(EMPTY_FEED, news(first, second), holding), following);
    expect(idsOf(mergeFeed(pages, feed.taken)).slice(0, 3)).toEqual([second.id, first.id, at(0).id]);
    expect(feed.waiting.size).toBe(0);
  });
});

test("a paused list changes nothing, and counts new and changed apart", () => {
  const feed = receiveExecutions(EMPTY_FEED, news({ ...at(0), status: "failed" }, execution(2_000_000)), { ...following, mode: "paused" });
  expect(mergeFeed(pages, feed.taken)).toEqual(page);
  expect(countWaiting(feed, isPaged)).toEqual({ fresh: 1, changed: 1 });
});

test("what has ended never runs again, in whichever order the two are told", () => {
  const running = execution(2_000_000, "running");
  const ended = { ...running, status: "succeeded" } as const;
  for (const order of [
    [running, ended],
    [ended, running],
  ]) {
    const feed = receiveExecutions(EMPTY_FEED, news(...order), following);
    expect(mergeFeed(pages, feed.taken)[0]?.status).toBe("succeeded");
  }
});

test("executions that were announced without being named are counted", () => {
  expect(receiveExecutions(EMPTY_FEED, { executions: [execution(1)], total: 120 }, following).untold).toBe(119);
});

test("what only may match waits for the database, even while following", () => {
  const feed = receiveExecutions(EMPTY_FEED, news(execution(2_000_000)), { ...following, match: () => "maybe" });
  expect(countWaiting(feed, isPaged).fresh).toBe(1);
});

describe("a first page that was read anew", () => {
  test("removes rows of its span that it no longer holds, and keeps older ones", () => {
    const head = [at(0), at(2), at(3)];
    const feed = absorbHead(EMPTY_FEED, { rows: head, isGap: false, paged: page }, following);
    expect(idsOf(mergeFeed(pages, feed.taken))).toEqual(idsOf([at(0), at(2), at(3), at(4)]));
  });

  test("leaves a gap only where its oldest is newer than all that is known", () => {
    expect(hasGap(page, [execution(3_000_000), execution(2_000_000)])).toBe(true);
    expect(hasGap(page, [execution(3_000_000), at(0)])).toBe(false);
    expect(hasGap([], [execution(1)])).toBe(false);
  });

  test("keeps what was announced since, but not what only may match", () => {
    const since = execution(3_000_000);
    const feed = receiveExecutions(EMPTY_FEED, news(since), following);
    expect([...keepAnnounced(feed, page, false).taken.keys()]).toEqual([since.id]);
    expect(keepAnnounced(feed, page, true).taken.size).toBe(0);
  });
});

test("law: whatever comes in whatever order, rows are sorted newest first, without a repetition, each found by its id", () => {
  for (let round = 0; round < 50; round += 1) {
    const pool = Array.from({ length: 30 }, () => execution(Math.floor(random() * 2_000_000)));
    let feed = EMPTY_FEED;
    for (let step = 0; step < 40; step += 1) {
      const told = [...pool, ...page].filter(() => random() < 0.2);
      const mode = (["follow", "hold", "paused"] as const)[Math.floor(random() * 3)] ?? "hold";
      const match = () => (random() < 0.7 ? "yes" : "no");
      feed = receiveExecutions(settleFeed(feed, { isPaged, mode, match }), news(...told), { isPaged, mode, match });
      const ids = idsOf(mergeFeed(pages, feed.taken));
      expect(ids).toEqual([...new Set(ids)].sort().reverse());
      expect(ids.map((id) => findExecution(mergeFeed(pages, feed.taken), id))).toEqual(ids.map((_, index) => index));
    }
  }
});
