import { z } from "zod";

/** What error messages have in common: a template, as an error miner keeps it and as it is stored between two runs. Plain JSON. */
export const errorTemplateSchema = z.object({
  /** Made from the message that founded it: the same wherever and whenever that message comes first. */
  id: z.string(),
  /** The message with its variables masked: `<*>`, `[…]` for a list, `{…}` for an object. */
  text: z.string(),
  /** Place in the order of founding, from 1; the earlier of two that turn out to be one keeps its id. */
  number: z.number().int().positive(),
  /** The template that this one turned out to be part of; it gets no messages any more. Null while it stands for itself. */
  mergedInto: z.string().nullable(),
  /** Texts that it had before it was made more general; it is recognised by them too. */
  variants: z.array(z.string()).readonly(),
  /** Hashes of the places at which it is open to any value. */
  open: z.array(z.number()).readonly(),
});

/** See `errorTemplateSchema`. */
export type ErrorTemplate = Readonly<z.infer<typeof errorTemplateSchema>>;
