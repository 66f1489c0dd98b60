import { countEach } from "./grouping-accuracy.ts";

/** How much groups and labels tell about each other, each 0 to 1. */
export type VMeasure = { readonly homogeneity: number; readonly completeness: number; readonly vMeasure: number };

/**
 * Homogeneity: each group holds one label only. Completeness: each label is in one group only. V-measure: their harmonic mean.
 * **Source:** Rosenberg & Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure", EMNLP 2007.
 */
export function scoreVMeasure(groups: readonly unknown[], labels: readonly unknown[]): VMeasure {
  const pairs = labels.map((label, line) => JSON.stringify([groups[line], label]));
  const [ofLabels, ofGroups, ofBoth] = [entropy(labels), entropy(groups), entropy(pairs)];
  const homogeneity = ofLabels === 0 ? 1 : 1 - (ofBoth - ofGroups) / ofLabels;
  const completeness = ofGroups === 0 ? 1 : 1 - (ofBoth - ofLabels) / ofGroups;
  const sum = homogeneity + completeness;
  return { homogeneity, completeness, vMeasure: sum === 0 ? 0 : (2 * homogeneity * completeness) / sum };
}

function entropy(values: readonly unknown[]): number {
  let sum = 0;
  for (const count of countEach(values).values()) sum -= (count / values.length) * Math.log(count / values.length);
  return sum;
}
