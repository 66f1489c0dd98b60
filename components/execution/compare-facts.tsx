import { classNames } from "@/components/ui/class-names.ts";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import type { ComparedFact } from "@/lib/view/compare-executions.ts";

/** What is known of two runs, side by side; what differs stands out. */
export function CompareFacts({ facts }: { readonly facts: readonly ComparedFact[] }) {
  return (
    <section aria-label="Facts" className="flex min-w-0 flex-col gap-1">
      <h2 className="font-medium">What is known of both</h2>
      <Table caption="Facts of both runs">
        <TableHead>
          <tr>
            <HeadCell className="w-28">Fact</HeadCell>
            <HeadCell className="w-1/3">This run</HeadCell>
            <HeadCell className="w-1/3">Good run</HeadCell>
            <HeadCell className="hidden sm:table-cell">Difference</HeadCell>
          </tr>
        </TableHead>
        <tbody>
          {facts.map((fact) => (
            <Row key={fact.name} className="align-top">
              <Cell className="py-1.5 text-muted">{fact.name}</Cell>
              <FactCell differs={fact.differs} value={fact.here} />
              <FactCell differs={fact.differs} value={fact.there} />
              <Cell className="figures hidden py-1.5 sm:table-cell">{fact.change ?? (fact.differs ? "differs" : <Same />)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function FactCell({ value, differs }: { readonly value: string; readonly differs: boolean }) {
  return (
    <Cell className={classNames("figures whitespace-normal py-1.5 [overflow-wrap:anywhere]", differs ? "font-medium" : "text-muted")}>
      <span className="line-clamp-4">{value}</span>
    </Cell>
  );
}

function Same() {
  return <span className="text-muted">the same</span>;
}
