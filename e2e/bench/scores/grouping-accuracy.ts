/** How many groups are exactly the set of lines of one label. */
export type GroupingAccuracy = {
  /** Share of lines in such groups; 0 when there is no line. */
  readonly ga: number;
  /** Harmonic mean of the share of right groups among the groups made and among the labels. */
  readonly fga: number;
  readonly groups: number;
  readonly labels: number;
};

/**
 * Scores groups against labels, both line by line.
 * **Source:** GA: Zhu et al., "Tools and benchmarks for automated log parsing", ICSE-SEIP 2019; FGA: Jiang et al., "A large-scale
 * evaluation for log parsing techniques", ISSTA 2024.
 */
export function scoreGrouping(groups: readonly unknown[], labels: readonly unknown[]): GroupingAccuracy {
  const byGroup = Map.groupBy(labels, (_, line) => groups[line]);
  const sizes = countEach(labels);
  let rightLines = 0;
  let rightGroups = 0;
  for (const members of byGroup.values()) {
    const [label] = members;
    if (sizes.get(label) !== members.length || members.some((other) => other !== label)) continue;
    rightLines += members.length;
    rightGroups += 1;
  }
  return {
    ga: labels.length === 0 ? 0 : rightLines / labels.length,
    fga: labels.length === 0 ? 0 : (2 * rightGroups) / (byGroup.size + sizes.size),
    groups: byGroup.size,
    labels: sizes.size,
  };
}

/** How often each value occurs. */
export function countEach(values: readonly unknown[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
