import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { formatInstant } from "@/lib/core/format/format-time.ts";
import { type ChartUnit, formatExactInUnit } from "@/lib/view/chart.ts";

type ChartTableProps = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly rows: readonly { readonly atMs: number; readonly values: Readonly<Record<string, number | null>> }[];
  readonly timeZone: string;
};

/** The figures behind a chart, newest first. */
export function ChartTable({ title, unit, columns, rows, timeZone }: ChartTableProps) {
  return (
    <Table caption={title} boxClassName="h-full">
      <TableHead>
        <tr>
          <HeadCell>From</HeadCell>
          {columns.map((column) => (
            <HeadCell key={column.key} figure>
              {column.label}
            </HeadCell>
          ))}
        </tr>
      </TableHead>
      <tbody>
        {rows.toReversed().map((row) => (
          <Row key={row.atMs}>
            <Cell className="figures">{formatInstant(row.atMs, timeZone)}</Cell>
            {columns.map((column) => {
              const value = row.values[column.key] ?? null;
              return (
                <Cell key={column.key} figure>
                  {value === null ? "none" : formatExactInUnit(unit, value)}
                </Cell>
              );
            })}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
