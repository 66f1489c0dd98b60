/** What every filter of the `engine` command has in common. */

/** One line of input: its number, from 1, and the JSON it held. */
export type FilterLine = { readonly number: number; readonly value: unknown };

/** An engine as a filter over JSON lines: what it yields becomes one output line each. */
export type Filter = {
  readonly name: string;
  readonly summary: string;
  run(lines: AsyncIterable<FilterLine>, args: readonly string[]): AsyncIterable<unknown>;
};

/** A line that the filter cannot read; it ends the run with status 2. */
export class FilterInputError extends Error {
  override readonly name = "FilterInputError";
  readonly lineNumber: number;

  constructor(lineNumber: number, message: string) {
    super(`line ${lineNumber}: ${message}`);
    this.lineNumber = lineNumber;
  }
}

/** Options that the filter does not know, or cannot use; it ends the run with status 2 and the list of filters. */
export class FilterUsageError extends Error {
  override readonly name = "FilterUsageError";
}

/** For a filter that has no options. */
export function refuseOptions(args: readonly string[]): void {
  if (args.length > 0) throw new FilterUsageError(`${args.join(" ")}: this filter has no options.`);
}
