import { StatusMark } from "@/components/ui/status-mark.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { formatDuration, formatExactDuration } from "@/lib/core/format/format-duration.ts";
import { titleOf } from "@/lib/view/execution-words.ts";
import { DurationText } from "./duration-text.tsx";
import type { WaterfallDrawing } from "./waterfall-bars.tsx";

/** What the bars show, in figures. */
export function WaterfallTable({ waterfall, currentId, onSelect }: WaterfallDrawing) {
  return (
    <Table caption="The execution and its relatives" boxClassName="max-h-96">
      <TableHead>
        <tr>
          <HeadCell>Status</HeadCell>
          <HeadCell>Task</HeadCell>
          <HeadCell>Agent</HeadCell>
          <HeadCell figure>Began after</HeadCell>
          <HeadCell figure>Duration</HeadCell>
        </tr>
      </TableHead>
      <tbody>
        {waterfall.bars.map(({ execution, depth, left }) => {
          const afterMs = left * waterfall.lengthMs;
          return (
            <Row key={execution.id} selected={execution.id === currentId}>
              <Cell>
                <StatusMark status={execution.status} />
              </Cell>
              <Cell className="max-w-48">
                <button
                  type="button"
                  className="max-w-full truncate text-left text-accent hover:underline"
                  onClick={() => onSelect(execution.id)}
                >
                  <span aria-hidden="true" className="text-muted">
                    {"· ".repeat(Math.min(depth, 8))}
                  </span>
                  {titleOf(execution)}
                </button>
              </Cell>
              <Cell className="max-w-32">{execution.agentId}</Cell>
              <Cell figure title={formatExactDuration(afterMs)}>
                {formatDuration(afterMs)}
              </Cell>
              <Cell figure>
                <DurationText execution={execution} />
              </Cell>
            </Row>
          );
        })}
      </tbody>
    </Table>
  );
}
