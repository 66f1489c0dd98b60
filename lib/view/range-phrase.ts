import type { TimeRange } from "../domain/time-range.ts";
import { describeRange } from "./range-words.ts";

/** A range inside a sentence: `in the last 24 hours`, and what it is compared with: `the 24 hours before`. */
export type RangePhrase = { readonly within: string; readonly before: string };

/** The words for a range; one between two instants is "this range", for its instants stand in the bar above. */
export function phraseRange(range: TimeRange): RangePhrase {
  if (range.kind === "between") return { within: "in this range", before: "the same length of time before" };
  const words = describeRange(range, "UTC").replace(/^Last /, "");
  return { within: `in the last ${words}`, before: `the ${words} before` };
}
