import { FAILING_RATIO } from "@/lib/view/health-verdict.ts";

/** By what rules the verdict is made, one press away. */
export function JudgingRules() {
  return (
    <details className="text-muted text-sm">
      <summary className="w-fit hover:text-text">How this is judged</summary>
      <ul className="mt-1 flex max-w-prose list-disc flex-col gap-1 pl-5">
        <li>
          An agent fails more often when its share of failures rose by two points or more and the 95 % interval of the rise excludes none.
        </li>
        <li>It keeps failing when more than {FAILING_RATIO * 100} % fail for certain. Both ask for three failures at least.</li>
        <li>The fleet is healthy when neither holds and the 90 % interval of all failures lies below {FAILING_RATIO * 100} %.</li>
        <li>A range that is longer than 15 minutes hides a young outage: what surely fails in the last 15 minutes is then told first.</li>
        <li>Where nothing or too little was reported, health is unknown. Cancelled executions count neither way.</li>
      </ul>
    </details>
  );
}
