import { Button } from "@/components/ui/button.tsx";
import { Cell, HeadCell, Row, Table, TableHead } from "@/components/ui/table.tsx";
import { formatCount, formatExactCount } from "@/lib/core/format/format-count.ts";
import type { ModelCosts } from "@/lib/domain/model-price.ts";
import { type PriceForm, priceFormFor } from "@/lib/view/price-form.ts";

type UnpricedModelsProps = {
  readonly models: readonly ModelCosts[];
  /** Opens the form; null for whoever may not. */
  readonly onAdd: ((form: PriceForm) => void) | null;
};

/** Models of the last 30 days whose executions have no cost, because nobody said one and there is no price. */
export function UnpricedModels({ models, onAdd }: UnpricedModelsProps) {
  if (models.length === 0) return null;
  return (
    <div className="flex flex-col gap-1">
      <h3 className="font-medium">Without a price</h3>
      <p className="text-muted text-sm">Executions of the last 30 days whose cost is unknown.</p>
      <Table caption="Models without a price">
        <TableHead>
          <tr>
            <HeadCell>Model</HeadCell>
            <HeadCell figure>Executions</HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Tokens in
            </HeadCell>
            <HeadCell figure className="hidden sm:table-cell">
              Tokens out
            </HeadCell>
            {onAdd === null ? null : (
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            )}
          </tr>
        </TableHead>
        <tbody>
          {models.map((model) => (
            <Row key={JSON.stringify([model.model, model.provider])}>
              <Cell className="max-w-60 py-1">
                <span className="font-medium">{model.model}</span>
                <span className="block truncate text-muted">{model.provider ?? "provider unknown"}</span>
              </Cell>
              <Cell figure>
                {formatExactCount(model.executions)}
                {model.isCapped ? "+" : ""}
              </Cell>
              <Cell figure className="hidden sm:table-cell">
                {formatCount(model.inputTokens)}
              </Cell>
              <Cell figure className="hidden sm:table-cell">
                {formatCount(model.outputTokens)}
              </Cell>
              {onAdd === null ? null : (
                <Cell className="text-right">
                  <Button size="small" aria-label={`Add price of ${model.model}`} onClick={() => onAdd(priceFormFor(model))}>
                    Add price
                  </Button>
                </Cell>
              )}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
