import { drawExponential, drawInt, drawNormal, type Random } from "../../../../lib/core/seeded-random.ts";
import { drawChance } from "./draws.ts";
import type { FaultLevels } from "./faults.ts";

/** What the network does to one request: lets it pass, answers in the upstream's place, drops the connection, or never answers. Delays are ms. */
export type Passage =
  | { readonly kind: "pass"; readonly delayMs: number }
  | { readonly kind: "refuse"; readonly status: 429 | 503; readonly retryAfterS: number; readonly delayMs: number }
  | { readonly kind: "reset"; readonly delayMs: number }
  | { readonly kind: "hang" };

/** At full level so many requests in a hundred fail; some always get through, as in most real outages. */
const FLAKY_SHARE = 0.75;
const LIMITED_SHARE = 0.8;
/** At full level a slow upstream adds so much on average. */
const SLOW_MEAN_MS = 2200;
/** A healthy round trip, and its spread (logarithmic). */
const ROUND_TRIP_MS = 18;
const ROUND_TRIP_SPREAD = 0.4;

/** Decides what becomes of one request while the world has these faults. The proxy asks it live, the history asks it in the past. */
export function decidePassage(levels: FaultLevels, random: Random): Passage {
  const delayMs = ROUND_TRIP_MS * Math.exp(drawNormal(random, 0, ROUND_TRIP_SPREAD));
  if (drawChance(random, LIMITED_SHARE * levels.rate_limit))
    return { kind: "refuse", status: 429, retryAfterS: drawInt(random, 1, 2), delayMs };
  if (drawChance(random, FLAKY_SHARE * levels.flaky_upstream)) return decideFailure(delayMs, random());
  const slowMs = levels.slow_upstream > 0 ? levels.slow_upstream * drawExponential(random, SLOW_MEAN_MS) : 0;
  return { kind: "pass", delayMs: delayMs + slowMs };
}

function decideFailure(delayMs: number, draw: number): Passage {
  if (draw < 0.5) return { kind: "refuse", status: 503, retryAfterS: 1, delayMs };
  return draw < 0.82 ? { kind: "reset", delayMs } : { kind: "hang" };
}
