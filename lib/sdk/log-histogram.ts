import type { MetricDistribution } from "../domain/metric.ts";

/** Buckets a factor of gamma wide keep any quantile within 1 %. Source: DDSketch (Masson, Rim, Lee; VLDB 2019), alpha = 0.01. */
const LN_GAMMA = Math.log(1.01 / 0.99);
/** What lies beyond is counted at the edge, as the database does. */
const SMALLEST = 0.001;
const LARGEST = 1e15;

/** Counts values in logarithmic buckets. Constant time a value; memory by the spread of the values, not by their number. */
export class LogHistogram {
  #buckets = new Map<number, number>();
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  /** Counts a finite value, `times` over. */
  add(value: number, times = 1): void {
    const inRange = value < SMALLEST ? SMALLEST : value > LARGEST ? LARGEST : value;
    const key = Math.ceil(Math.log(inRange) / LN_GAMMA);
    this.#buckets.set(key, (this.#buckets.get(key) ?? 0) + times);
    this.#count += times;
    this.#sum += value * times;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  /** What was counted, as a point carries it; null when nothing was. */
  toDistribution(): MetricDistribution | null {
    if (this.#count === 0) return null;
    const keys = [...this.#buckets.keys()].sort((a, b) => a - b);
    const counts = keys.map((key) => this.#buckets.get(key) ?? 0);
    return { count: this.#count, sum: this.#sum, min: this.#min, max: this.#max, keys, counts };
  }
}
