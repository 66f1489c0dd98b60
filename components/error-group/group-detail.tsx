"use client";
import { useQuery } from "@tanstack/react-query";
import { StackedBars } from "@/components/charts/stacked-bars.tsx";
import { JsonView } from "@/components/execution/json-view.tsx";
import { useTimeRange, useZoom } from "@/components/shell/use-time-range.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { executionFamilyOptions } from "@/lib/browser/execution-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { ErrorGroup, ErrorGroupReading } from "@/lib/domain/error-group.ts";
import { OCCURRENCE_PARTS, occurrenceBars } from "@/lib/view/error-group-trend.ts";
import { describeGroup, groupChange } from "@/lib/view/error-group-words.ts";
import { phraseRange } from "@/lib/view/range-phrase.ts";
import { GroupActions } from "./group-actions.tsx";
import { GroupChange } from "./group-change.tsx";
import { GroupDecisions } from "./group-decisions.tsx";
import { GroupOccurrences } from "./group-occurrences.tsx";
import { GroupStanding } from "./group-standing.tsx";
import { NamedCounts } from "./named-counts.tsx";
import { TemplateText } from "./template-text.tsx";

type GroupDetailProps = { readonly reading: ErrorGroupReading; readonly group: ErrorGroup };

/** Everything about one group: what it says, how it stands, what can be done, and what it rests on. */
export function GroupDetail({ reading, group }: GroupDetailProps) {
  const range = useTimeRange();
  const phrase = phraseRange(range);
  return (
    <div className="flex min-w-0 flex-col gap-6">
      <div className="flex flex-col gap-2">
        <div className="flex items-start gap-2">
          <TemplateText text={group.text} className="min-w-0 flex-1 text-sm" />
          <CopyButton text={group.text} what="the template" />
        </div>
        <GroupStanding group={group} />
        <p className="figures flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{describeGroup(group, phrase)}</span>
          <GroupChange change={groupChange(group, reading, phrase)} wasBefore={group.countBefore > 0} />
        </p>
        <p className="text-muted text-sm">
          First seen <RelativeTime atMs={group.firstSeenAt} />, last <RelativeTime atMs={group.lastSeenAt} />.
        </p>
      </div>
      <GroupActions group={group} />
      <GroupEvidence reading={reading} group={group} />
    </div>
  );
}

function GroupEvidence({ reading, group }: GroupDetailProps) {
  const zoom = useZoom();
  return (
    <>
      <StackedBars
        title="Executions that failed like this"
        unit="count"
        parts={OCCURRENCE_PARTS}
        bars={occurrenceBars(group, reading)}
        span={reading.span}
        onZoom={zoom}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <NamedCounts title="By agent" counts={group.byAgent} kind="agent" />
        <NamedCounts title="By task type" counts={group.byTaskType} kind="task" />
      </div>
      <Example group={group} />
      <GroupDecisions group={group} />
      <GroupOccurrences group={group} />
    </>
  );
}

/** A failure of the group as it was reported, whole, with what the agent said beside it. */
function Example({ group }: { readonly group: ErrorGroup }) {
  const { id: workspaceId } = useWorkspace();
  const family = useQuery(executionFamilyOptions(useSupabase(), { workspaceId, id: group.exampleExecutionId }));
  const details = family.data?.execution.errorDetails ?? null;
  return (
    <section aria-label="Example" className="flex min-w-0 flex-col gap-1 border-critical border-l-2 pl-3">
      <div className="flex h-7 items-center gap-2">
        <h2 className="min-w-0 truncate font-medium">{group.exampleType ?? "Example"}</h2>
        <CopyButton text={group.exampleMessage} what="the message" />
      </div>
      <p className="max-h-60 overflow-auto whitespace-pre-wrap font-mono text-xs leading-5 [overflow-wrap:anywhere]">
        {group.exampleMessage}
      </p>
      {details === null ? null : <JsonView title="Stack and details" value={details} empty="" startsOpen={false} />}
    </section>
  );
}
