import type { Random } from "../../../../lib/core/seeded-random.ts";
import { drawChance } from "./draws.ts";
import type { FaultLevels } from "./faults.ts";

/** Room for letters on a good day: three rounds of housekeeping may be missed before it is used up. */
const LETTERS_QUOTA_BYTES = 26 * 1024;
/** At full level so many reads in a hundred find that their entry has changed. */
const CORRUPTED_SHARE = 0.7;

/** How many bytes the letters folder may hold. */
export function lettersQuotaBytes(levels: FaultLevels): number {
  return Math.round(LETTERS_QUOTA_BYTES * (1 - levels.full_disk));
}

/** Whether a cache entry changes before it is read. */
export function spoilsEntry(levels: FaultLevels, random: Random): boolean {
  return drawChance(random, CORRUPTED_SHARE * levels.corrupted_cache);
}
