import { median } from "../../stats/median.ts";
import type { SegmentError } from "../../stats/segment-error.ts";
import type { SeriesNoise } from "./change-point-noise.ts";
import { cheapestSegment, costOf, type Segment, type SegmentPrices } from "./change-point-segments.ts";

/** One side of a change: its points, and their mean and median in the unit of the values; `slope` per point, 0 where a level describes it. */
export type ChangeSide = { readonly n: number; readonly mean: number; readonly median: number; readonly slope: number };

/** A change of a series, and why it is believed. Indexes count from 0. */
export type ChangePoint = {
  /** First point of the new regime. */
  readonly index: number;
  /** With nine tenths and a half of probability the change lies from `low` to `high`; index is one of them. */
  readonly low: number;
  readonly high: number;
  /** The points back to the change before and on to the next one. */
  readonly before: ChangeSide;
  readonly after: ChangeSide;
  /** Median after minus median before, in the unit of the values. */
  readonly difference: number;
  /** `difference` as a signed ratio of the median before; null when that is 0. */
  readonly relativeChange: number | null;
  /** How far the series jumps at the index itself, season left out: about 0 where only the slope changes. */
  readonly step: number;
  /** 1 minus the probability that noise alone shows as strong a change anywhere between its neighbours; 0 to 1. */
  readonly confidence: number;
};

/** What judging takes: the measured values, and errors, prices and noise of the prepared ones. */
export type ChangeContext = {
  readonly values: readonly number[];
  readonly error: SegmentError;
  readonly prices: SegmentPrices;
  readonly noise: SeriesNoise;
};

/** 95 %: the likelihood ratio of two places that a change has with that probability at most. */
const LOCATION_RATIO = -2 * Math.log(1 - Math.sqrt(0.95));

/**
 * The change between two neighbouring segments, described and tested. The test compares both with one segment over all their points. What
 * that leaves unexplained, in long-run variances, is twice F with 2 (where, how much) and `degrees` degrees of freedom when there is no
 * change; as the place was sought, the probability is multiplied by the number of independent places, one per block.
 * **Source:** F distribution, in closed form for 2 degrees; Bonferroni; interval: D. Siegmund, "Confidence sets in change-point problems",
 * International Statistical Review 56, 1988, where exceeding x has the probability 1 - (1 - exp(-x/2))^2.
 */
export function judgeChange(left: Segment, right: Segment, { values, error, prices, noise }: ChangeContext): ChangePoint {
  const index = right.from;
  const before = describeSide(left, values, error);
  const after = describeSide(right, values, error);
  const difference = after.median - before.median;
  const whole = cheapestSegment(error, prices, { from: left.from, to: right.to });
  const gain = (errorOf(whole, error) - errorOf(left, error) - errorOf(right, error)) / noise.variance;
  const places = (right.to - left.from) / noise.block;
  const chance = places * (1 + Math.max(0, gain) / noise.degrees) ** (-noise.degrees / 2);
  return {
    index,
    ...placesOf(left, right, { error, prices, allowed: LOCATION_RATIO * noise.variance }),
    before,
    after,
    difference,
    relativeChange: ratioOf(difference, before.median),
    step: heightAt(right, index, error) - heightAt(left, index, error),
    confidence: Math.max(0, 1 - chance),
  };
}

function errorOf({ from, to, form }: Segment, error: SegmentError): number {
  return form === "line" ? error.line(from, to) : error.level(from, to);
}

function heightAt(segment: Segment, at: number, error: SegmentError): number {
  return error.height(segment, segment.form === "line" ? at : (segment.from + segment.to - 1) / 2);
}

function describeSide({ from, to, form }: Segment, values: readonly number[], error: SegmentError): ChangeSide {
  const part = values.slice(from, to);
  const mean = part.reduce((sum, value) => sum + value / part.length, 0);
  return { n: part.length, mean, median: median(part), slope: form === "line" ? error.slope(from, to) : 0 };
}

function ratioOf(difference: number, before: number): number | null {
  const ratio = difference / Math.abs(before);
  return Number.isFinite(ratio) ? ratio : null;
}

type Search = { readonly error: SegmentError; readonly prices: SegmentPrices; readonly allowed: number };

/** All places that explain the two segments' points nearly as well; they need not be neighbours, so the outermost count. */
function placesOf(left: Segment, right: Segment, { error, prices, allowed }: Search): { readonly low: number; readonly high: number } {
  const costAt = (at: number): number =>
    costOf(error, prices, { from: left.from, to: at }) + costOf(error, prices, { from: at, to: right.to });
  const limit = costAt(right.from) + allowed;
  let low = right.from;
  let high = right.from;
  for (let at = left.from + 1; at < right.to; at += 1) {
    if (costAt(at) > limit) continue;
    low = Math.min(low, at);
    high = Math.max(high, at);
  }
  return { low, high };
}
