import { z } from "zod";
import { findChangePoints } from "../../../lib/learning/performance-tracker/find-change-points.ts";
import { type Filter, FilterInputError, refuseOptions } from "./filter.ts";

const lineSchema = z.object({ name: z.union([z.string(), z.number()]), values: z.array(z.number().nullable()) });

/**
 * `{name, values}` to `{name, changePoints}`: the first index of each new regime, from 0; none where too few values are given. A value
 * that is null is missing, and taken as the one before it.
 */
export const findChangePointsFilter: Filter = {
  name: "find-change-points",
  summary: "{name, values: number[]} -> {name, changePoints: index[]}: where a whole series changed its level or trend",
  async *run(lines, args) {
    refuseOptions(args);
    for await (const { number, value } of lines) {
      const series = lineSchema.safeParse(value);
      if (!series.success) throw new FilterInputError(number, "{name, values: number[]} is expected");
      const told = findChangePoints(withoutGaps(series.data.values));
      yield { name: series.data.name, changePoints: told.kind === "found" ? told.changePoints.map(({ index }) => index) : [] };
    }
  },
};

function withoutGaps(values: readonly (number | null)[]): readonly number[] {
  let last = values.find((value) => value !== null) ?? 0;
  return values.map((value) => {
    last = value ?? last;
    return last;
  });
}
