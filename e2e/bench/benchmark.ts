/** A measurement that anybody can repeat: it starts what it needs, prints as it goes, and returns its figures. */
export type Benchmark = {
  readonly name: string;
  readonly summary: string;
  run(args: readonly string[]): Promise<Readonly<Record<string, number>>>;
};

/** The value below which a share `q` (0 to 1) of the values lies: the one at rank floor(q (n - 1)). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.floor(q * (sorted.length - 1))];
  if (value === undefined) throw new Error("A quantile of no values");
  return value;
}

/** Three significant digits: more would be noise. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
