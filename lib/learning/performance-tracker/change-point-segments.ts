import type { SegmentError } from "../../stats/segment-error.ts";

/** A stretch of a series without a change: `from` is its first index, `to` the one behind its last; it is a level or a straight line. */
export type Segment = { readonly from: number; readonly to: number; readonly form: "level" | "line" };

/** What a segment costs beside its squared error: `level` for where it begins and how high it is, `line` for its slope as well. */
export type SegmentPrices = { readonly level: number; readonly line: number };

/** Positions that are tried at first; between them a change is placed afterwards. 1500 squared is about a million steps: a few milliseconds. */
const MOST_POSITIONS = 1500;

/**
 * The cheapest way to cut a series into segments of at least `shortest` points (from 1, at most its length): squared errors plus prices, both
 * in the squared unit of the values. One segment at least; in order, without gaps. Exact up to 1500 points; beyond, changes are first sought
 * at every nth index and then moved to the best one nearby. Cost: quadratic in the smaller of length and 1500.
 * **Source:** optimal partitioning, B. Jackson et al., IEEE Signal Processing Letters 12, 2005.
 */
export function findSegments(error: SegmentError, prices: SegmentPrices, shortest: number): readonly Segment[] {
  const stride = Math.ceil(error.length / MOST_POSITIONS);
  const bounds = cheapestBounds(error, prices, { shortest, stride });
  for (let place = 1; stride > 1 && place < bounds.length - 1; place += 1) moveBound(bounds, place, { error, prices, shortest, stride });
  return bounds.slice(1).map((to, index) => cheapestSegment(error, prices, { from: bounds[index] ?? 0, to }));
}

/** The cheaper of a level and a line for one part of a series. */
export function cheapestSegment(error: SegmentError, prices: SegmentPrices, part: { readonly from: number; readonly to: number }): Segment {
  const asLevel = error.level(part.from, part.to) + prices.level;
  return { ...part, form: error.line(part.from, part.to) + prices.line < asLevel ? "line" : "level" };
}

/** What a part costs as the cheaper of the two. */
export function costOf(error: SegmentError, prices: SegmentPrices, { from, to }: { readonly from: number; readonly to: number }): number {
  return Math.min(error.level(from, to) + prices.level, error.line(from, to) + prices.line);
}

function cheapestBounds(
  error: SegmentError,
  prices: SegmentPrices,
  { shortest, stride }: { readonly shortest: number; readonly stride: number },
): number[] {
  const positions = Array.from({ length: Math.ceil(error.length / stride) }, (_, index) => index * stride);
  positions.push(error.length);
  const best = new Float64Array(positions.length).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(positions.length);
  best[0] = 0;
  for (const [end, to] of positions.entries()) {
    for (let start = 0; start < end; start += 1) {
      const from = positions[start] ?? 0;
      if (to - from < shortest) break;
      const cost = (best[start] ?? 0) + costOf(error, prices, { from, to });
      if (cost < (best[end] ?? 0)) {
        best[end] = cost;
        before[end] = start;
      }
    }
  }
  const bounds = [error.length];
  for (let end = positions.length - 1; end > 0; end = before[end] ?? 0) bounds.unshift(positions[before[end] ?? 0] ?? 0);
  return bounds;
}

type Move = { readonly error: SegmentError; readonly prices: SegmentPrices; readonly shortest: number; readonly stride: number };

function moveBound(bounds: number[], place: number, { error, prices, shortest, stride }: Move): void {
  const [left = 0, middle = 0, right = 0] = bounds.slice(place - 1, place + 2);
  let least = Number.POSITIVE_INFINITY;
  const first = Math.max(left + shortest, middle - 2 * stride);
  for (let at = first; at <= Math.min(right - shortest, middle + 2 * stride); at += 1) {
    const cost = costOf(error, prices, { from: left, to: at }) + costOf(error, prices, { from: at, to: right });
    if (cost >= least) continue;
    least = cost;
    bounds[place] = at;
  }
}
