import { describe, expect, test } from "vitest";
import { createSeededRandom, drawExponential, drawNormal } from "../core/seeded-random.ts";
import { createSteadyLevel } from "./steady-level.ts";

const NEW = { level: 0, deviation: 0 };

describe("createSteadyLevel", () => {
  test("with gain 1/n and nothing to clip it is the mean of all values", () => {
    const steady = createSteadyLevel(1e9, NEW);
    const random = createSeededRandom(1);
    const values = Array.from({ length: 500 }, () => drawExponential(random, 3));
    for (const [index, value] of values.entries()) steady.learn(value, 1 / (index + 1));
    expect(steady.level).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 10);
  });

  test("of normal values the deviation is 0.798 standard deviations", () => {
    const steady = createSteadyLevel(5, NEW);
    const random = createSeededRandom(2);
    for (let index = 1; index <= 20_000; index += 1) steady.learn(drawNormal(random, 10, 2), 1 / index);
    // The mean absolute deviation of a normal variable is sqrt(2 / pi) of its standard deviation.
    expect(steady.deviation / 2).toBeCloseTo(Math.sqrt(2 / Math.PI), 1);
  });

  test("a spike counts for no more than `clip` deviations, whatever its size", () => {
    const learnSpike = (spike: number) => {
      const steady = createSteadyLevel(5, { level: 10, deviation: 2 });
      return { kept: steady.learn(10 + spike, 0.1), ...steady.state() };
    };
    // Kept 5 × 2; the level moves by a tenth of that, the deviation by a tenth of 10 - 2.
    expect(learnSpike(1000)).toEqual({ kept: 10, level: 11, deviation: 2.8 });
    expect(learnSpike(-1e12)).toEqual({ kept: -10, level: 9, deviation: 2.8 });
  });

  test("a shift of any size is followed", () => {
    const steady = createSteadyLevel(5, { level: 0, deviation: 1 });
    for (let index = 0; index < 5000; index += 1) steady.learn(1e6, 1 / 1000);
    expect(steady.level).toBeGreaterThan(0.8e6);
  });

  test("it goes on from its state", () => {
    const whole = createSteadyLevel(5, NEW);
    const first = createSteadyLevel(5, NEW);
    for (const value of [3, 1, 4]) {
      whole.learn(value, 0.5);
      first.learn(value, 0.5);
    }
    const rest = createSteadyLevel(5, JSON.parse(JSON.stringify(first.state())));
    expect(rest.learn(100, 0.5)).toBe(whole.learn(100, 0.5));
    expect(rest.state()).toEqual(whole.state());
  });
});
