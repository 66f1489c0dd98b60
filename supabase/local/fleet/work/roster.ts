import { bookCall } from "./calendar-work.ts";
import { CAREFUL_WRITER, SWIFT_WRITER, writeToContact } from "./content-work.ts";
import { archiveLetters, reportWork } from "./data-work.ts";
import { perform, type Routine } from "./effects.ts";
import { sweepInbox } from "./email-work.ts";
import { researchQuickly, researchThoroughly } from "./research-work.ts";

/** What each agent does, for ever. Pauses are means in ms, before the world's pace stretches them; as they stand they make about one execution a second. */
export const AGENTS = {
  "email-agent": () => repeat(9500, sweepInbox),
  "content-agent": () => repeat(8500, () => writeToContact(CAREFUL_WRITER)),
  "swift-content-agent": () => repeat(7500, () => writeToContact(SWIFT_WRITER)),
  "research-agent": () => repeat(19_000, researchThoroughly),
  "quick-research-agent": () => repeat(8500, researchQuickly),
  "data-agent": reportAndArchive,
  "calendar-agent": () => repeat(7500, bookCall),
} as const satisfies Record<string, () => Routine<void>>;

/** The name of an agent of the fleet. */
export type AgentId = keyof typeof AGENTS;

/** The names of all agents of the fleet. */
export const AGENT_IDS = Object.keys(AGENTS) as readonly AgentId[];

/** The first round comes soon: whoever starts the fleet is watching. */
function* repeat(meanMs: number, round: () => Routine<void>): Routine<void> {
  yield* perform("pause", { meanMs: 0.15 * meanMs });
  for (;;) {
    yield* round();
    yield* perform("pause", { meanMs });
  }
}

/** Archives after every eighth report: about every hundred seconds. */
function* reportAndArchive(): Routine<void> {
  for (let round = 1; ; round += 1) {
    yield* perform("pause", { meanMs: round === 1 ? 2000 : 12_000 });
    yield* reportWork();
    if (round % 8 === 0) yield* archiveLetters();
  }
}
