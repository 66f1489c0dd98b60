import { z } from "zod";
import { createShiftDetector } from "../../../lib/learning/performance-tracker/shift-detector.ts";
import { type Filter, FilterInputError, refuseOptions } from "./filter.ts";

const lineSchema = z.object({ id: z.union([z.string(), z.number()]), values: z.array(z.number()) });

/** `{id, values}`, each a stream of its own, to `{id, alarmAt}`: the index of the first alarm, from 0, or null. */
export const detectShiftFilter: Filter = {
  name: "detect-shift",
  summary: "{id, values: number[]} -> {id, alarmAt: index or null}: the first alarm of a lasting shift, told by the past alone",
  async *run(lines, args) {
    refuseOptions(args);
    for await (const { number, value } of lines) {
      const stream = lineSchema.safeParse(value);
      if (!stream.success) throw new FilterInputError(number, "{id, values: number[]} is expected");
      const detector = createShiftDetector();
      const alarmAt = stream.data.values.findIndex((point) => detector.observe(point).alarm);
      yield { id: stream.data.id, alarmAt: alarmAt < 0 ? null : alarmAt };
    }
  },
};
