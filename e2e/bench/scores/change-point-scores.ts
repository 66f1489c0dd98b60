/** Change points as annotators saw them: one list of indexes for each of them. */
export type Annotations = readonly (readonly number[])[];

/**
 * F1, 0 to 1, of found change points against several annotators: a change is right when one was annotated at most `margin` indexes away,
 * each matched once, nearest first. Index 0 belongs to every set. Precision is against the union of all annotators, recall is averaged
 * over them.
 * **Source:** G. van den Burg and C. Williams, "An evaluation of change point detection algorithms", 2020, section 4.
 */
export function scoreChangeF1(annotations: Annotations, found: readonly number[], margin = 5): number {
  const claimed = withStart(found);
  const truths = annotations.map(withStart);
  const precision = countMatched(withStart(truths.flat()), claimed, margin) / claimed.length;
  const recall = mean(truths.map((truth) => countMatched(truth, claimed, margin) / truth.length));
  return (2 * precision * recall) / (precision + recall);
}

/**
 * Cover, 0 to 1, of the found segmentation of `length` points: each annotated segment counts by its length with the largest Jaccard index
 * that any found segment has with it; averaged over annotators. **Source:** as `scoreChangeF1`; P. Arbelaez et al., 2010.
 */
export function scoreCover(annotations: Annotations, found: readonly number[], length: number): number {
  const segments = segmentsOf(found, length);
  const covers = annotations.map((annotated) =>
    segmentsOf(annotated, length).reduce((sum, truth) => {
      const best = Math.max(...segments.map((segment) => jaccard(truth, segment)));
      return sum + (best * (truth.to - truth.from)) / length;
    }, 0),
  );
  return mean(covers);
}

type Part = { readonly from: number; readonly to: number };

function withStart(indexes: readonly number[]): number[] {
  return [...new Set([0, ...indexes])].sort((a, b) => a - b);
}

function countMatched(truth: readonly number[], claimed: readonly number[], margin: number): number {
  const left = new Set(claimed);
  for (const index of truth) {
    const near = [...left].filter((other) => Math.abs(other - index) <= margin);
    const [nearest] = near.sort((a, b) => Math.abs(a - index) - Math.abs(b - index) || a - b);
    if (nearest !== undefined) left.delete(nearest);
  }
  return claimed.length - left.size;
}

function segmentsOf(indexes: readonly number[], length: number): Part[] {
  const bounds = [...withStart(indexes).filter((index) => index < length), length];
  return bounds.slice(1).map((to, place) => ({ from: bounds[place] ?? 0, to }));
}

function jaccard(one: Part, two: Part): number {
  const shared = Math.max(0, Math.min(one.to, two.to) - Math.max(one.from, two.from));
  return shared / (one.to - one.from + two.to - two.from - shared);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
