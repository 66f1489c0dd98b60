"use client";
import { CircleDollarSign, Plus } from "lucide-react";
import { use, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Section } from "@/components/workspace/section.tsx";
import { useRefusal } from "@/components/workspace/use-refusal.ts";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { useModelCosts, useModelPrices } from "@/lib/browser/model-price-queries.ts";
import type { ModelCosts, ModelPrice } from "@/lib/domain/model-price.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { emptyPriceForm, type PriceForm } from "@/lib/view/price-form.ts";
import { groupPrices, modelsWithoutPrice, previewPricing } from "@/lib/view/price-list.ts";
import { PriceDialog } from "./price-dialog.tsx";
import { PricePast } from "./price-past.tsx";
import { PriceTable } from "./price-table.tsx";
import { UnpricedModels } from "./unpriced-models.tsx";

type ModelPricesProps = {
  readonly initialPrices: Promise<readonly ModelPrice[]>;
  readonly initialCosts: Promise<readonly ModelCosts[]>;
};

/** What models cost, which ones have no price, and what a price changes of the past. */
export function ModelPrices({ initialPrices, initialCosts }: ModelPricesProps) {
  const prices = useModelPrices(use(initialPrices));
  const costs = useModelCosts(use(initialCosts));
  const nowMs = useNowMs();
  const mayEdit = useRefusal("operator") === null;
  const [draft, setDraft] = useState<PriceForm | null>(null);
  const groups = groupPrices(prices.data, nowMs);
  const onEdit = mayEdit ? setDraft : null;
  const problem = prices.error ?? costs.error;
  return (
    <Section
      title="Model prices"
      note="What a million tokens cost, in US dollars. An execution that reports tokens and a model, but no cost, is given the price in force when it started."
      action={
        mayEdit ? (
          <Button onClick={() => setDraft(emptyPriceForm(nowMs))}>
            <Plus aria-hidden="true" />
            Add price
          </Button>
        ) : undefined
      }
    >
      {problem === null ? null : <p className="text-sm text-warning">{errorSentence(problem)} What is shown may be out of date.</p>}
      {groups.length === 0 ? (
        <EmptyState icon={<CircleDollarSign aria-hidden="true" />} title="No price yet" className="rounded-md border border-dashed py-8">
          {mayEdit ? "Without one, only the costs that agents report themselves are known." : "An operator or admin adds them."}
        </EmptyState>
      ) : (
        <PriceTable groups={groups} onEdit={onEdit} />
      )}
      <UnpricedModels models={modelsWithoutPrice(costs.data)} onAdd={onEdit} />
      <PricePast preview={previewPricing(costs.data)} mayPrice={mayEdit} />
      {draft === null ? null : <PriceDialog initial={draft} onClose={() => setDraft(null)} />}
    </Section>
  );
}
