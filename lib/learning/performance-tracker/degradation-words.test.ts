import { expect, test } from "vitest";
import { degradationWords } from "./degradation-words.ts";
import type { DegradationEffect } from "./judge-degradation.ts";

const series = {
  name: "windvane.execution.latency",
  type: "latency",
  unit: "ms",
  tags: { agent: "research-agent", task_type: "web_research" },
  origin: "executions",
  agentId: "research-agent",
  taskType: "web_research",
} as const;
const comparison = { kind: "compared", statistic: "p50", now: 2520, normal: 1200, direction: "up", size: 2.1, isRatio: false } as const;
const effect: DegradationEffect = {
  kind: "opened",
  comparison: { ...comparison, isCertain: true, sample: 40 },
  degradation: {
    beganAtMs: Date.UTC(2026, 10, 22, 14, 20),
    noticedAtMs: Date.UTC(2026, 10, 22, 14, 24),
    severity: "warning",
    touched: 84,
    flaps: 0,
    calmSinceMs: null,
  },
};

/** Figures and their units are held together by a narrow space. */
const plain = (text: string) => text.replaceAll("\u202f", " ");

test("a slow operation is told with how far it is from normal, since when, and what it touched", () => {
  const { title } = degradationWords(series, effect);
  expect(title).toBe("research-agent at web_research is 2.10 × slower");
  expect(plain(degradationWords(series, effect).body)).toBe(
    "Median 2.52 s, normally 1.20 s, since 2026-11-22 14:20:00 UTC; 84 executions since.",
  );
});

test("a failing one is told by how often it fails; one that came back, how often", () => {
  const failing = { ...series, name: "windvane.execution.error_rate", type: "error_rate", unit: "1" } as const;
  const rate = { ...effect.comparison, statistic: "mean", now: 0.4, normal: 0.02, size: 0.38, isRatio: true } as const;
  const again = { ...effect, kind: "reopened", comparison: rate, degradation: { ...effect.degradation, flaps: 2 } } as const;
  const { title, body } = degradationWords(failing, again);
  expect(plain(title)).toBe("research-agent at web_research fails 40.0 % of the time");
  expect(plain(body)).toContain("Mean 40.0 %, normally 2.00 %");
  expect(body).toContain("It came back 2 times.");
});

test.each([
  [{ name: "operation.search.latency", tags: { host: "a" } }, "Operation search (a)"],
  [{ name: "process.memory.rss", tags: {} }, "process.memory.rss"],
])("a reported metric %j is called %s", (named, subject) => {
  const reported = { ...series, ...named, tags: { ...named.tags }, origin: "reported", agentId: null, taskType: null } as const;
  expect(degradationWords(reported, effect).title).toBe(`${subject} is 2.10 × slower`);
});

test.each([
  ["cleared", "back to normal"],
  ["silent", "is not known"],
  ["settled", "new normal"],
] as const)("one that is %s is said to be %s", (status, words) => {
  expect(degradationWords(series, { kind: "ended", status, endedAtMs: 0 }).body).toContain(words);
});
