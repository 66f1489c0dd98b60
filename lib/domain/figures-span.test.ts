import { describe, expect, test } from "vitest";
import { figuresSpan } from "./figures-span.ts";

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse("2026-11-22T12:00:30Z");
const at = (time: string) => Date.parse(`2026-11-22T${time}Z`);

describe("figuresSpan", () => {
  test("the last five minutes begin on a whole minute and are compared with as much before", () => {
    expect(figuresSpan({ kind: "last", durationMs: 5 * MINUTE_MS }, NOW_MS)).toEqual({
      span: { fromMs: at("11:55:00"), toMs: NOW_MS },
      elapsedMs: 5.5 * MINUTE_MS,
      before: { fromMs: at("11:49:00"), toMs: at("11:55:00") },
    });
  });

  test("of a range that reaches into the future only what has passed is compared", () => {
    expect(figuresSpan({ kind: "between", fromMs: at("11:50:00"), toMs: at("12:20:00") }, NOW_MS)).toEqual({
      span: { fromMs: at("11:50:00"), toMs: at("12:20:00") },
      elapsedMs: 10.5 * MINUTE_MS,
      before: { fromMs: at("11:39:00"), toMs: at("11:50:00") },
    });
  });

  test("a range wholly ahead has passed by nothing", () => {
    const { elapsedMs, before } = figuresSpan({ kind: "between", fromMs: at("13:00:00"), toMs: at("14:00:00") }, NOW_MS);
    expect(elapsedMs).toBe(0);
    expect(before).toEqual({ fromMs: at("12:00:00"), toMs: at("13:00:00") });
  });

  test("no minute is counted on both sides, whatever the range", () => {
    for (let seconds = 1; seconds < 400; seconds += 7) {
      const { span, before } = figuresSpan({ kind: "last", durationMs: seconds * 1000 }, NOW_MS + seconds * 131);
      expect(before.toMs).toBe(span.fromMs);
      expect(before.toMs % MINUTE_MS).toBe(0);
      expect(before.fromMs % MINUTE_MS).toBe(0);
      expect(before.toMs).toBeGreaterThan(before.fromMs);
    }
  });
});
