import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import { z } from "zod";

const zoneSchema = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (cause) {
    // Intl has no other way to say that it does not know a zone.
    return !(cause instanceof RangeError);
  }
});

const preferencesSchema = z.object({
  theme: z.enum(["light", "dark"]).nullable().catch(null),
  timeZone: zoneSchema.catch("UTC"),
  isRailCollapsed: z
    .literal("collapsed")
    .transform(() => true)
    .catch(false),
  lastWorkspace: z.string().nullable().catch(null),
});

/** What the browser remembers. `theme` null follows the system. */
export type Preferences = z.infer<typeof preferencesSchema>;

/** The preferences that came with this request; a damaged one counts as not set. */
export const readPreferences = cache(async (): Promise<Preferences> => {
  const jar = await cookies();
  return preferencesSchema.parse({
    theme: jar.get("wv-theme")?.value ?? null,
    timeZone: jar.get("wv-zone")?.value,
    isRailCollapsed: jar.get("wv-rail")?.value,
    lastWorkspace: jar.get("wv-workspace")?.value ?? null,
  });
});
