import { formatExactCount } from "../core/format/format-count.ts";
import { formatRatio, formatRatioOfFew } from "../core/format/format-ratio.ts";
import { endedCount, type GroupedFigures } from "../domain/execution-figures.ts";
import type { HealthReading } from "../domain/fleet-reading.ts";
import { type Proportion, proportionDifference } from "../stats/proportion-difference.ts";
import { proportionInterval } from "../stats/proportion-interval.ts";
import type { RangePhrase } from "./range-phrase.ts";
import { FEW } from "./success-text.ts";

/** How a fleet fares: from unknown, which is never shown as healthy, to critical. */
export type HealthLevel = "unknown" | "healthy" | "warning" | "serious" | "critical";

/** A page's one sentence (at most two), and the agent it is about, where it is about one. */
export type HealthVerdict = { readonly level: HealthLevel; readonly sentence: string; readonly agentId: string | null };

/** What is failing when its failure ratio is surely above this: one in five needs somebody to look. */
export const FAILING_RATIO = 0.2;
/** Half of everything lost is an outage. */
const CRITICAL_RATIO = 0.5;
/** Judged over all agents together, so that a large fleet does not raise more false calls than a small one. */
const CONFIDENCE = 0.95;
/** With enough executions the smallest change is certain; below two points in a hundred nobody acts on it. */
const LEAST_RISE = 0.02;
/** One or two failures accuse nobody, however few the executions were. */
const LEAST_FAILURES = 3;

type Outcome = { readonly name: string; readonly agentId: string | null; readonly now: Proportion; readonly before: Proportion };
type Finding = { readonly outcome: Outcome; readonly kind: "rise" | "steady"; readonly atLeast: number };

/**
 * The verdict on a workspace, from counts alone: unknown where nothing, or too little, was reported; then the agent that fails more often
 * than before, beyond chance; then what keeps failing; else healthy.
 */
export function judgeHealth(
  reading: Pick<HealthReading, "totals" | "totalsBefore" | "operations" | "operationsBefore">,
  phrase: RangePhrase,
): HealthVerdict {
  const { totals, totalsBefore } = reading;
  if (totals === null || endedCount(totals) === 0) {
    return { level: "unknown", sentence: `Nothing was reported ${phrase.within}: health is unknown.`, agentId: null };
  }
  const fleet: Outcome = {
    name: "The fleet",
    agentId: null,
    now: failuresOf([totals]),
    before: failuresOf(totalsBefore ? [totalsBefore] : []),
  };
  if (fleet.now.total === 0) {
    const sentence = `${count(totals.cancelled, "execution was", "executions were")} cancelled ${phrase.within} and none ran to its end: health is unknown.`;
    return { level: "unknown", sentence, agentId: null };
  }
  const agents = outcomesByAgent(reading.operations, reading.operationsBefore);
  const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, agents.length);
  const findings = agents.flatMap((outcome) => find(outcome, confidence)).sort(byWeight);
  const [worst = find(fleet, CONFIDENCE)[0], ...others] = findings;
  if (worst !== undefined) return tellOf(worst, others.length, phrase);
  return tellOfCalm(fleet, endedCount(totals), phrase);
}

/** The verdict on one agent, by the same rules. */
export function judgeAgent(
  agentId: string,
  { totals, totalsBefore }: Pick<HealthReading, "totals" | "totalsBefore">,
  phrase: RangePhrase,
): HealthVerdict {
  const own = (figures: GroupedFigures | null) => (figures === null ? [] : [{ ...figures, agentId }]);
  return judgeHealth({ totals, totalsBefore, operations: own(totals), operationsBefore: own(totalsBefore) }, phrase);
}

function outcomesByAgent(operations: readonly GroupedFigures[], operationsBefore: readonly GroupedFigures[]): readonly Outcome[] {
  const before = Map.groupBy(operationsBefore, (figures) => figures.agentId);
  return [...Map.groupBy(operations, (figures) => figures.agentId)].flatMap(([agentId, own]) => {
    if (agentId === null) return [];
    return [{ name: agentId, agentId, now: failuresOf(own), before: failuresOf(before.get(agentId) ?? []) }];
  });
}

function failuresOf(figures: readonly GroupedFigures[]): Proportion {
  const successes = figures.reduce((sum, one) => sum + one.failed, 0);
  return { successes, total: successes + figures.reduce((sum, one) => sum + one.succeeded, 0) };
}

function find(outcome: Outcome, confidence: number): readonly Finding[] {
  const { now, before } = outcome;
  if (now.successes < LEAST_FAILURES) return [];
  const atLeast = proportionInterval(now.successes, now.total, confidence).low;
  const rise = before.total === 0 || now.total === 0 ? 0 : now.successes / now.total - before.successes / before.total;
  if (rise >= LEAST_RISE && proportionDifference(now, before, confidence).low > 0) return [{ outcome, kind: "rise", atLeast }];
  return atLeast >= FAILING_RATIO ? [{ outcome, kind: "steady", atLeast }] : [];
}

function byWeight(a: Finding, b: Finding): number {
  if (a.kind !== b.kind) return a.kind === "rise" ? -1 : 1;
  return b.atLeast - a.atLeast || a.outcome.name.localeCompare(b.outcome.name);
}

function tellOf({ outcome, kind, atLeast }: Finding, others: number, phrase: RangePhrase): HealthVerdict {
  const { now, before, name, agentId } = outcome;
  const level = atLeast >= CRITICAL_RATIO ? "critical" : atLeast >= FAILING_RATIO ? "serious" : "warning";
  const earlier = before.total === 0 ? "nothing to compare with before" : `${shareOf(before)} before`;
  const share = now.total < FEW ? shareOf(now) : `${shareOf(now)} of ${formatExactCount(now.total)}`;
  const more = others === 0 ? "" : ` ${count(others, "more agent", "more agents")} beside it.`;
  const verb = kind === "rise" ? "fails more often" : "keeps failing";
  return { level, agentId, sentence: `${name} ${verb}: ${share} ${phrase.within}, ${earlier}.${more}` };
}

function tellOfCalm({ now, before }: Outcome, ended: number, phrase: RangePhrase): HealthVerdict {
  const succeeded = now.total - now.successes;
  const executions = `${count(ended, "execution", "executions")} ${phrase.within}`;
  if (proportionInterval(now.successes, now.total).high > FAILING_RATIO) {
    const some = `${formatExactCount(succeeded)} of ${count(now.total, "execution", "executions")} ${phrase.within} succeeded`;
    if (now.total < FEW) return { level: "unknown", agentId: null, sentence: `${some}: too few to tell whether that is healthy.` };
    return { level: "warning", agentId: null, sentence: `${some}: it is not certain that fewer than one in five fail.` };
  }
  const hasRisen = before.total > 0 && proportionDifference(now, before, CONFIDENCE).high < -LEAST_RISE / 2;
  const rise = hasRisen ? `, up from ${formatRatio(1 - before.successes / before.total)}` : "";
  return { level: "healthy", agentId: null, sentence: `Healthy. ${executions}, ${formatRatio(succeeded / now.total)} succeeded${rise}.` };
}

function shareOf({ successes, total }: Proportion): string {
  return total < FEW ? formatRatioOfFew(successes, total) : formatRatio(successes / total);
}

function count(amount: number, one: string, many: string): string {
  return `${formatExactCount(amount)} ${amount === 1 ? one : many}`;
}
