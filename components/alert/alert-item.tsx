"use client";
import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { SeverityMark } from "@/components/ui/severity-mark.tsx";
import { useHandleAlert } from "@/lib/browser/alert-queries.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Alert } from "@/lib/domain/alert.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { subjectPath } from "@/lib/view/subject-path.ts";

type AlertItemProps = { readonly alert: Alert; readonly onFollow: () => void };

/** An alert: what, since when, and what an operator can do about it. */
export function AlertItem({ alert, onFollow }: AlertItemProps) {
  const { slug } = useWorkspace();
  const handle = useHandleAlert();
  const path = subjectPath(alert);
  return (
    <li className="flex flex-col gap-1 border-b px-4 py-3 last:border-b-0">
      <div className="flex items-baseline justify-between gap-3">
        <SeverityMark severity={alert.severity} className="text-sm" />
        <span className="text-muted text-xs">
          {alert.occurrences > 1 ? `${alert.occurrences} times, last ` : ""}
          <RelativeTime atMs={alert.lastSeenAt} />
        </span>
      </div>
      <p className="font-medium">{alert.title}</p>
      {alert.body === "" ? null : <p className="text-muted text-sm">{alert.body}</p>}
      <div className="mt-1 flex flex-wrap items-center gap-2">
        {alert.status === "open" ? (
          <Button size="small" busy={handle.isPending} onClick={() => handle.mutate({ alertId: alert.id, status: "acknowledged" })}>
            Acknowledge
          </Button>
        ) : (
          <span className="text-muted text-sm">Acknowledged</span>
        )}
        <Button size="small" busy={handle.isPending} onClick={() => handle.mutate({ alertId: alert.id, status: "resolved" })}>
          Resolve
        </Button>
        {path === null ? null : (
          <Link
            href={`/${slug}${path}`}
            onClick={onFollow}
            className="ml-auto inline-flex items-center gap-1 text-accent text-sm underline-offset-2 hover:underline"
          >
            {subjectName(alert)}
            <ArrowRight aria-hidden="true" className="size-3.5" />
          </Link>
        )}
      </div>
      {handle.error === null ? null : (
        <p role="alert" className="text-critical text-sm">
          {errorSentence(handle.error)}
        </p>
      )}
    </li>
  );
}

/** A name where it is one; the id of a group says nothing to anybody. */
function subjectName({ subjectKind, subjectId }: Alert): string {
  const isNamed = subjectKind !== "error_group" && subjectId.length <= 24;
  return isNamed ? `Open ${subjectId}` : `Open the ${subjectKind.replaceAll("_", " ")}`;
}
