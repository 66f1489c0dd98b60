import { describe, expect, test } from "vitest";
import { createSeededRandom, drawInt, drawNormal } from "../core/seeded-random.ts";
import { createQuantileSketch, sketchKey, sketchValue } from "./quantile-sketch.ts";

describe("the buckets of the database's private.histogram_key", () => {
  // By hand: ln(gamma) = ln(1.01 / 0.99) = 0.02000066671; ln(1000) / that = 345.376; ln(2) / that = 34.656; ln(0.001) is the negative.
  test.each([
    [1, 0],
    [2, 35],
    [0.5, -34],
    [1000, 346],
    [0.001, -345],
    [0.0000001, -345],
    // ln(1e15) = 34.538776; / ln(gamma) = 1726.88.
    [1e15, 1727],
    [1e300, 1727],
  ])("%d lies in bucket %d", (value, key) => {
    expect(sketchKey(value)).toBe(key);
  });

  // By hand: 2 / (gamma + 1) = 0.99, so a bucket stands for 0.99 gamma^key; gamma^346 = exp(6.9202307) = 1012.553.
  test.each([
    [0, 0.99],
    [346, 1002.427],
  ])("bucket %d stands for %d", (key, value) => {
    expect(sketchValue(key) / value).toBeCloseTo(1, 5);
  });
});

describe("createQuantileSketch", () => {
  test("every quantile is within alpha of the value at rank floor(q (n - 1)), for values of any sign and size", () => {
    const random = createSeededRandom(20261122);
    for (const alpha of [0.001, 0.01, 0.05]) {
      for (let round = 0; round < 20; round += 1) {
        const values = Array.from({ length: drawInt(random, 1, 400) }, () => {
          return random() < 0.1 ? 0 : (random() < 0.3 ? -1 : 1) * Math.exp(drawNormal(random, 2, 3));
        });
        const sketch = createQuantileSketch(alpha);
        for (const value of values) sketch.add(value);
        const sorted = [...values].sort((a, b) => a - b);
        for (const q of [0, 0.25, 0.5, 0.95, 0.99, 0.999, 1]) {
          const exact = sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
          const told = sketch.quantile(q) ?? Number.NaN;
          expect(Math.abs(told - exact), `alpha ${alpha}, round ${round}, q ${q}`).toBeLessThanOrEqual(
            alpha * Math.abs(exact) * (1 + 1e-9),
          );
        }
      }
    }
  });

  test("a merge in any order is one sketch over all, to the last count", () => {
    const random = createSeededRandom(4);
    const shards = Array.from({ length: 5 }, () => createQuantileSketch());
    const whole = createQuantileSketch();
    for (let index = 0; index < 3000; index += 1) {
      const value = Math.round(drawNormal(random, 50, 100));
      shards[drawInt(random, 0, 4)]?.add(value);
      whole.add(value);
    }
    const [forth, back] = [createQuantileSketch(), createQuantileSketch()];
    for (const shard of shards) forth.merge(shard);
    for (const shard of [...shards].reverse()) back.merge(shard);
    expect(forth.cells()).toEqual(whole.cells());
    expect(back.cells()).toEqual(whole.cells());
    expect([forth.count, forth.buckets]).toEqual([3000, whole.buckets]);
  });

  test("a value added many times is that many values", () => {
    const [once, often] = [createQuantileSketch(), createQuantileSketch()];
    once.add(7, 3);
    for (let time = 0; time < 3; time += 1) often.add(7);
    expect(once.cells()).toEqual(often.cells());
  });

  // By hand: ln(1e18) / ln(gamma) = 41.4465 / 0.0200007 = 2072.3, so 2,073 keys touch that range.
  test("the number of buckets is bounded whatever comes", () => {
    const sketch = createQuantileSketch();
    for (let exponent = -300; exponent <= 308; exponent += 0.001) sketch.add(10 ** exponent);
    expect(sketch.buckets).toBe(2073);
  });

  test("of nothing there is no quantile; what is no number, count, share or partner is refused", () => {
    const sketch = createQuantileSketch();
    expect([sketch.quantile(0.5), sketch.count, sketch.buckets]).toEqual([null, 0, 0]);
    expect(() => sketch.add(Number.NaN)).toThrow(/finite/);
    expect(() => sketch.add(1, 0.5)).toThrow(/whole number of times/);
    expect(() => sketch.quantile(1.1)).toThrow(/quantile/);
    expect(() => sketch.merge(createQuantileSketch(0.02))).toThrow(/does not fit/);
    expect(() => createQuantileSketch(0)).toThrow(/relative error/);
    expect(() => sketchKey(0)).toThrow(/above 0/);
  });
});
