import { z } from "zod";

/** Figures of what is normal, in the unit of the series; the deviation is that of the population. */
export const baselineSchema = z.object({
  p05: z.number(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  mean: z.number(),
  standardDeviation: z.number(),
  /** Values that it was made of. */
  sample: z.number(),
  /** Buckets (and values in them) that lay far from all others and were not counted. */
  leftOut: z.object({ buckets: z.number(), values: z.number() }),
});

/** See {@link baselineSchema}. */
export type Baseline = Readonly<z.infer<typeof baselineSchema>>;

/** A baseline, or how many values there are where `need` are needed. */
export const baselineAnswerSchema = z.discriminatedUnion("kind", [
  baselineSchema.extend({ kind: z.literal("found") }),
  z.object({ kind: z.literal("insufficient"), have: z.number(), need: z.number() }),
]);

/** See {@link baselineAnswerSchema}. */
export type BaselineAnswer = Readonly<z.infer<typeof baselineAnswerSchema>>;

/** What is normal in one hour of the week; see {@link baselineSchema}. */
export const seasonHourSchema = baselineSchema.omit({ leftOut: true });

/** See {@link seasonHourSchema}. */
export type SeasonHour = Readonly<z.infer<typeof seasonHourSchema>>;

/** 168 hours of the week (UTC), the first from Sunday 0:00; null where too little is known of an hour. */
export const seasonSchema = z.array(seasonHourSchema.nullable()).length(168);

/** See {@link seasonSchema}. */
export type Season = readonly (SeasonHour | null)[];
