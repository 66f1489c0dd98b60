"use client";
import type { UseQueryResult } from "@tanstack/react-query";
import { BellOff } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { MOST_ALERTS } from "@/lib/browser/alert-queries.ts";
import type { Alert } from "@/lib/domain/alert.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { sortAlerts } from "@/lib/view/sort-alerts.ts";
import { AlertItem } from "./alert-item.tsx";

type AlertListProps = {
  readonly alerts: UseQueryResult<readonly Alert[]>;
  /** Called when a link was followed, so that what holds the list may close. */
  readonly onFollow: () => void;
};

/** The unresolved alerts: those that wait first, the worst of them on top. */
export function AlertList({ alerts, onFollow }: AlertListProps) {
  return (
    <section aria-label="Unresolved alerts" className="flex flex-col">
      <h2 className="border-b px-4 py-2.5 font-semibold">Alerts</h2>
      <Body alerts={alerts} onFollow={onFollow} />
    </section>
  );
}

function Body({ alerts, onFollow }: AlertListProps) {
  if (alerts.data === undefined && alerts.isError) {
    return (
      <ErrorState title="The alerts could not be loaded" onRetry={() => void alerts.refetch()}>
        {errorSentence(alerts.error)} Whether something is wrong is unknown until then.
      </ErrorState>
    );
  }
  if (alerts.data === undefined) return <SkeletonRows rows={4} columns={2} />;
  if (alerts.data.length === 0) {
    return (
      <EmptyState icon={<BellOff aria-hidden="true" />} title="No unresolved alert" className="py-8">
        A failing agent, or a clock that is off, would stand here and be counted on the bell.
      </EmptyState>
    );
  }
  return (
    <>
      {alerts.isError ? <p className="px-4 pt-2 text-sm text-warning">{errorSentence(alerts.error)} The list may be out of date.</p> : null}
      <ul>
        {sortAlerts(alerts.data).map((alert) => (
          <AlertItem key={alert.id} alert={alert} onFollow={onFollow} />
        ))}
      </ul>
      {alerts.data.length < MOST_ALERTS ? null : <p className="px-4 py-2 text-muted text-sm">The newest {MOST_ALERTS}; there are more.</p>}
    </>
  );
}
