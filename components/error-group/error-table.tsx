"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useHeldOrder } from "@/components/agent/use-held-order.ts";
import { useRowKeys } from "@/components/agent/use-row-keys.ts";
import { HeadCell, Table, TableHead } from "@/components/ui/table.tsx";
import type { ErrorGroup, ErrorGroupsReading } from "@/lib/domain/error-group.ts";
import { type GroupSort, writeGroupSort } from "@/lib/view/error-group-search.ts";
import type { RangePhrase } from "@/lib/view/range-phrase.ts";
import { ErrorRow } from "./error-row.tsx";

type ErrorTableProps = {
  /** In the order of `sort`. */
  readonly groups: readonly ErrorGroup[];
  readonly reading: ErrorGroupsReading;
  readonly sort: GroupSort;
  readonly onSort: (sort: string | null) => void;
  readonly selectedId: string | null;
  readonly onOpen: (id: string) => void;
  readonly phrase: RangePhrase;
};

/** The groups, one a row. */
export function ErrorTable({ groups, reading, sort, onSort, selectedId, onOpen, phrase }: ErrorTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { shown, handlers } = useHeldOrder(groups, (group) => group.id, `${sort.by} ${sort.isDescending}`);
  useRowKeys(body);
  const head = (by: GroupSort["by"], words: ReactNode, className = "") => (
    <SortHead by={by} sort={sort} onSort={onSort} className={className}>
      {words}
    </SortHead>
  );
  return (
    <Table caption="Errors">
      <TableHead>
        <tr>
          <HeadCell className="hidden sm:table-cell">State</HeadCell>
          <HeadCell>Error</HeadCell>
          <HeadCell className="hidden lg:table-cell">Course</HeadCell>
          {head("count", "Executions")}
          {head("change", "Change", "hidden md:table-cell")}
          {head("agents", "Agents", "hidden md:table-cell")}
          {head("first", "First seen", "hidden xl:table-cell")}
          {head("last", "Last seen", "hidden sm:table-cell")}
        </tr>
      </TableHead>
      <tbody ref={body} {...handlers}>
        {shown.map((group) => (
          <ErrorRow key={group.id} group={group} reading={reading} phrase={phrase} isOpen={group.id === selectedId} onOpen={onOpen} />
        ))}
      </tbody>
    </Table>
  );
}

type SortHeadProps = Pick<ErrorTableProps, "sort" | "onSort"> & {
  readonly by: GroupSort["by"];
  readonly className: string;
  readonly children: ReactNode;
};

function SortHead({ by, sort, onSort, className, children }: SortHeadProps) {
  const isSorted = sort.by === by;
  const Arrow = sort.isDescending ? ArrowDown : ArrowUp;
  return (
    <HeadCell figure className={className} aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined}>
      <button
        type="button"
        onClick={() => onSort(writeGroupSort({ by, isDescending: isSorted ? !sort.isDescending : true }))}
        className="inline-flex items-center gap-1 rounded hover:text-text"
      >
        {children}
        <Arrow aria-hidden="true" className={isSorted ? "size-3.5 text-accent" : "hidden"} />
      </button>
    </HeadCell>
  );
}
