import { describe, expect, test } from "vitest";
import { alignSteps } from "./align-steps.ts";
import { choiceSentence, compareFacts, ratioText, stepsSentence } from "./compare-executions.ts";
import { makeRun, type Step } from "./compare-sample.ts";

const NOW_MS = Date.UTC(2026, 10, 22, 12);
const one = makeRun("one", NOW_MS, [{ taskType: "a", atMs: 0, tookMs: 100 }]).root;

describe("facts", () => {
  test("that neither run reported are left out; those that differ are marked, amounts with how much", () => {
    const here = { ...one, status: "failed" as const, errorType: "Timeout", durationMs: 320, model: "m-2", costUsd: 0.01 };
    const there = { ...one, model: "m-1" };
    const facts = new Map(compareFacts(here, there).map((fact) => [fact.name, fact]));
    expect(facts.get("Status")).toMatchObject({ here: "Failed", there: "Succeeded", differs: true });
    expect(facts.get("Error")).toMatchObject({ here: "Timeout", there: "none", differs: true });
    expect(facts.get("Agent")).toMatchObject({ differs: false });
    // 320 over 100 ms.
    expect(facts.get("Duration")).toMatchObject({ differs: true, change: "3.2 × as long" });
    expect(facts.get("Model")).toMatchObject({ here: "m-2", there: "m-1", differs: true });
    expect(facts.get("Cost")).toMatchObject({ there: "unknown", differs: true, change: null });
    expect(facts.has("Provider")).toBe(false);
  });

  test("of two like runs do not differ", () => {
    expect(compareFacts(one, { ...one, durationMs: 105 }).filter((fact) => fact.differs)).toEqual([]);
  });

  test.each([
    [null, 1, null],
    [1, 0, null],
    [109, 100, null],
    [50, 100, "0.50 × as long"],
    [1234, 1, "1234 × as long"],
  ])("%j beside %j is %j", (here, there, words) => {
    expect(ratioText(here, there, "as long")).toBe(words);
  });
});

describe("steps in a sentence", () => {
  const tell = (here: readonly Step[], there: readonly Step[]) =>
    stepsSentence(alignSteps(makeRun("h", NOW_MS, here), makeRun("t", NOW_MS, there), NOW_MS).steps);
  const step = (taskType: string, atMs: number, status: Step["status"] = "succeeded"): Step => ({ taskType, atMs, tookMs: 5, status });

  test("name what failed only here, what is missing, what is more, and what moved", () => {
    const good = [step("fetch", 0), step("store", 10), step("tell", 20)];
    expect(tell([step("fetch", 0, "failed")], good)).toBe('"fetch" failed only here, and "store" and 1 more did not happen here.');
    expect(tell([...good, step("more", 30)], good)).toBe('"more" happened only here.');
    expect(tell([step("store", 0), step("fetch", 10), step("tell", 20)], good)).toBe('"fetch" came in another order.');
    expect(tell(good, good)).toBe("The same steps ran in the same order.");
  });

  test("are none of runs without any", () => {
    expect(tell([], [])).toBeNull();
  });
});

test("the choice is explained, whichever it was", () => {
  const words = (["same-agent", "other-agent", "later", "none"] as const).map((kind) => choiceSentence(kind, one));
  expect(new Set(words).size).toBe(4);
  expect(words.every((sentence) => sentence.includes("root") && sentence.endsWith("."))).toBe(true);
});
