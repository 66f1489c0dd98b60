import { z } from "zod";
import { toStorableText } from "./storable-text.ts";

/** A year of duration later an instant still has a year of four digits; of five, Postgres would refuse the whole batch. */
const LATEST_MS = Date.UTC(9999, 0, 1) - 2 * 24 * 60 * 60 * 1000;
/** No zone is more than 14 hours from UTC, and Postgres takes no offset of 16. */
const ODD_OFFSET = /[+-](1[5-9]|2\d):\d\d$/;

/** An instant as senders write it: ISO 8601 with a zone, between 1970 and 9998; kept as it was written, to the microsecond. */
export const reportedInstantSchema = z.iso
  .datetime({ offset: true })
  .refine((value) => Date.parse(value) >= 0, "lies before 1970")
  .refine((value) => Date.parse(value) < LATEST_MS, "lies after the year 9998")
  .refine((value) => !ODD_OFFSET.test(value), "has an offset that no clock has");

/** A text of at most `maxLength` characters, made storable. */
export function reportedTextSchema(maxLength: number) {
  return z.string().max(maxLength).overwrite(toStorableText);
}

/** A name of 1 to `maxLength` characters without spaces around it, made storable. */
export function reportedNameSchema(maxLength: number) {
  return z.string().trim().min(1).max(maxLength).overwrite(toStorableText);
}
