"use client";
import { Pencil } from "lucide-react";
import { Badge } from "@/components/ui/badge.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Instant } from "@/components/ui/instant.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { formatCost, formatExactCost } from "@/lib/core/format/format-cost.ts";
import type { ModelPrice } from "@/lib/domain/model-price.ts";
import { nextPriceForm, type PriceForm } from "@/lib/view/price-form.ts";
import type { PricedModel } from "@/lib/view/price-list.ts";
import { RemovePriceButton } from "./remove-price-button.tsx";

type PriceTableProps = {
  readonly groups: readonly PricedModel[];
  /** Opens the form; null for whoever may not. */
  readonly onEdit: ((form: PriceForm) => void) | null;
};

type PriceState = "now" | "coming" | "past";

/** All prices, those of one model together: what comes, what is in force, what was. */
export function PriceTable({ groups, onEdit }: PriceTableProps) {
  return (
    <Table caption="Model prices in US dollars for a million tokens">
      <TableHead>
        <tr>
          <HeadCell>Model</HeadCell>
          <HeadCell className="hidden sm:table-cell">Since</HeadCell>
          <HeadCell figure>Input</HeadCell>
          <HeadCell figure className="hidden sm:table-cell">
            Cached
          </HeadCell>
          <HeadCell figure>Output</HeadCell>
          {onEdit === null ? null : (
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          )}
        </tr>
      </TableHead>
      <tbody>
        {groups.flatMap(({ coming, present, past }) => [
          ...coming.toReversed().map((price) => <PriceRow key={price.id} price={price} state="coming" onEdit={onEdit} />),
          ...(present === null ? [] : [<PriceRow key={present.id} price={present} state="now" onEdit={onEdit} />]),
          ...past.map((price) => <PriceRow key={price.id} price={price} state="past" onEdit={onEdit} />),
        ])}
      </tbody>
    </Table>
  );
}

type PriceRowProps = { readonly price: ModelPrice; readonly state: PriceState; readonly onEdit: PriceTableProps["onEdit"] };

function PriceRow({ price, state, onEdit }: PriceRowProps) {
  return (
    <Row className={state === "past" ? "text-muted" : undefined} title={price.note === "" ? undefined : price.note}>
      <Cell className="max-w-36 py-1 sm:max-w-60">
        <span className={state === "now" ? "font-medium" : undefined}>{price.model}</span>{" "}
        {state === "coming" ? <Badge>to come</Badge> : null}
        {state === "past" ? <Badge>was</Badge> : null}
        <span className="block truncate text-muted">
          {price.provider ?? "any provider"}
          {price.note === "" ? null : ` · ${price.note}`}
        </span>
        <Instant atMs={price.validFrom} className="block whitespace-normal text-muted sm:hidden" />
      </Cell>
      <Cell className="figures hidden sm:table-cell">
        <Instant atMs={price.validFrom} />
      </Cell>
      <PriceCell usd={price.inputUsd} />
      <PriceCell usd={price.cachedInputUsd} className="hidden sm:table-cell" />
      <PriceCell usd={price.outputUsd} />
      {onEdit === null ? null : (
        <Cell className="whitespace-nowrap text-right">
          {state === "past" ? null : (
            <IconButton label={`New price of ${price.model}`} size="small" onClick={() => onEdit(nextPriceForm(price, Date.now()))}>
              <Pencil aria-hidden="true" />
            </IconButton>
          )}
          <RemovePriceButton price={price} />
        </Cell>
      )}
    </Row>
  );
}

function PriceCell({ usd, className }: { readonly usd: number | null; readonly className?: string }) {
  return (
    <Cell figure className={className}>
      {usd === null ? <span className="text-muted">as input</span> : <span title={formatExactCost(usd)}>{formatCost(usd)}</span>}
    </Cell>
  );
}
