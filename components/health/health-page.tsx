"use client";
import Link from "next/link";
import { useMemo } from "react";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { buttonClasses } from "@/components/ui/button.tsx";
import { StaleNote } from "@/components/ui/stale-note.tsx";
import { figuresQueries } from "@/lib/browser/figures-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { usePresentVerdict } from "@/lib/browser/use-present-verdict.ts";
import { useReading } from "@/lib/browser/use-reading.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { HealthReading } from "@/lib/domain/fleet-reading.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { judgeHealth } from "@/lib/view/health-verdict.ts";
import { orderVerdicts, PRESENT_RANGE } from "@/lib/view/present-verdict.ts";
import { phraseRange } from "@/lib/view/range-phrase.ts";
import { FailingOperations } from "./failing-operations.tsx";
import { FigureCharts } from "./figure-charts.tsx";
import { FirstAgent } from "./first-agent.tsx";
import { HeadlineRow } from "./headline-row.tsx";
import { JudgingRules } from "./judging-rules.tsx";
import { SlowOperations } from "./slow-operations.tsx";
import { VerdictLine } from "./verdict-line.tsx";

type HealthPageProps = {
  readonly initial: Promise<HealthReading>;
  /** The same of now, where the range would hide it. */
  readonly present: Promise<HealthReading | null>;
  readonly supabaseUrl: string;
};

/** How the fleet fares: a verdict, the figures that it rests on, their course, and where it fails or drags. */
export function HealthPage({ initial, present, supabaseUrl }: HealthPageProps) {
  const range = useTimeRange();
  const { id: workspaceId, slug } = useWorkspace();
  const { reading, stale } = useReading(figuresQueries.health(useSupabase(), { workspaceId, range }), initial);
  const phrase = useMemo(() => phraseRange(range), [range]);
  const ofRange = useMemo(() => judgeHealth(reading, phrase), [reading, phrase]);
  const [verdict, beneath] = orderVerdicts(ofRange, usePresentVerdict(range, present));
  if (reading.agentCount === 0) return <FirstAgent supabaseUrl={supabaseUrl} />;
  const isBad = verdict.level === "critical" || verdict.level === "serious" || verdict.level === "warning";
  const culprits = verdict.agentId === null ? [] : [verdict.agentId];
  return (
    <>
      <div className="flex flex-col gap-2">
        {stale === null ? null : <StaleNote {...stale} />}
        <VerdictLine verdict={verdict}>
          {isBad ? (
            <Link
              href={executionsPath(slug, { statuses: ["failed"], agentIds: culprits }, beneath === undefined ? range : PRESENT_RANGE)}
              className={buttonClasses("secondary")}
            >
              Show what failed
            </Link>
          ) : null}
        </VerdictLine>
        {beneath === undefined ? null : <p className="text-muted">{beneath.sentence}</p>}
        <JudgingRules />
      </div>
      <HeadlineRow figures={reading} phrase={phrase} running={reading.running} />
      <FigureCharts read={reading} />
      <div className="grid grid-cols-1 gap-8 xl:grid-cols-2">
        <FailingOperations operations={reading.operations} />
        <SlowOperations operations={reading.operations} />
      </div>
    </>
  );
}
