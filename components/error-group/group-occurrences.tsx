"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { Button } from "@/components/ui/button.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { ErrorGroup } from "@/lib/domain/error-group.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";
import { VariableValueList } from "./variable-value-list.tsx";

/** The executions of a group in the range, newest first, each a step from its evidence. */
export function GroupOccurrences({ group }: { readonly group: ErrorGroup }) {
  const range = useTimeRange();
  const { id: workspaceId, slug } = useWorkspace();
  const list = useInfiniteQuery(errorGroupQueries.occurrences(useSupabase(), { workspaceId, range, id: group.id }));
  const rows = list.data?.pages.flat() ?? [];
  return (
    <>
      <VariableValueList text={group.text} messages={rows.flatMap((row) => row.errorMessage ?? [])} />
      <section aria-label="Executions" className="flex flex-col gap-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 className="font-medium">Executions</h2>
          <Link
            href={executionsPath(slug, { statuses: ["failed"], agentIds: group.byAgent.map(({ name }) => name).slice(0, 50) }, range)}
            className="text-accent text-sm hover:underline"
          >
            Failed executions of these agents
          </Link>
        </div>
        {list.data === undefined && list.isError ? (
          <ErrorState title="The executions could not be loaded" onRetry={() => void list.refetch()} className="py-6">
            {errorSentence(list.error)}
          </ErrorState>
        ) : null}
        {list.data === undefined && !list.isError ? <SkeletonRows rows={5} columns={3} /> : null}
        {list.data !== undefined && rows.length === 0 ? (
          <p className="text-muted text-sm">None began in this range, or retention has dropped them.</p>
        ) : null}
        {rows.length === 0 ? null : (
          <Table caption="Executions of this error">
            <TableHead>
              <tr>
                <HeadCell>Message</HeadCell>
                <HeadCell className="hidden sm:table-cell">Agent</HeadCell>
                <HeadCell figure>Began</HeadCell>
              </tr>
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.id} className="hover:bg-hover">
                  <Cell className="w-full min-w-40 max-w-0">
                    <Link
                      href={`/${slug}/executions/${row.id}`}
                      prefetch={false}
                      title={row.errorMessage ?? undefined}
                      className="block truncate font-mono text-xs hover:underline"
                    >
                      {row.errorMessage ?? row.errorType ?? "No message was reported"}
                    </Link>
                  </Cell>
                  <Cell className="hidden text-muted sm:table-cell">{row.agentId}</Cell>
                  <Cell figure>
                    <RelativeTime atMs={row.startedAt} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        )}
        {list.hasNextPage ? (
          <Button
            size="small"
            variant="quiet"
            busy={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
            className="self-start"
          >
            Show older ones
          </Button>
        ) : null}
      </section>
    </>
  );
}
