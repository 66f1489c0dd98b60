"use client";
import Link from "next/link";
import { useRef } from "react";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { ExecutionSummary } from "@/lib/domain/execution.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { useRowKeys } from "./use-row-keys.ts";

type NewestFailuresProps = { readonly agentId: string; readonly failures: readonly ExecutionSummary[] };

/** What failed last, each a step from its evidence. */
export function NewestFailures({ agentId, failures }: NewestFailuresProps) {
  const range = useTimeRange();
  const { slug } = useWorkspace();
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  return (
    <section aria-label="Newest failures" className="flex flex-col gap-1">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-medium">Newest failures</h2>
        {failures.length === 0 ? null : (
          <Link href={executionsPath(slug, { statuses: ["failed"], agentIds: [agentId] }, range)} className="text-accent hover:underline">
            Show all that failed
          </Link>
        )}
      </div>
      {failures.length === 0 ? (
        <p className="text-muted">Nothing that began in this range has failed.</p>
      ) : (
        <Table caption="Newest failures">
          <TableHead>
            <tr>
              <HeadCell>Error</HeadCell>
              <HeadCell className="hidden sm:table-cell">Task type</HeadCell>
              <HeadCell figure className="hidden sm:table-cell">
                Attempt
              </HeadCell>
              <HeadCell figure>Began</HeadCell>
            </tr>
          </TableHead>
          <tbody ref={body}>
            {failures.map((failure) => (
              <Row key={failure.id} className="hover:bg-hover">
                <Cell className="w-full min-w-40 max-w-0">
                  <Link
                    href={`/${slug}/executions/${failure.id}`}
                    data-row-link
                    title={failure.errorMessage ?? undefined}
                    className="block truncate hover:underline"
                  >
                    {failure.errorType === null ? null : <span className="font-medium">{failure.errorType} </span>}
                    {failure.errorMessage ?? "No message was reported"}
                  </Link>
                </Cell>
                <Cell className="hidden text-muted sm:table-cell">{failure.taskType}</Cell>
                <Cell figure className="hidden sm:table-cell">
                  {failure.attempt}
                </Cell>
                <Cell figure>
                  <RelativeTime atMs={failure.startedAt} />
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      )}
    </section>
  );
}
