"use client";
import { Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useRemoveModelPrice, useSetModelPrice } from "@/lib/browser/model-price-queries.ts";
import type { ModelPrice } from "@/lib/domain/model-price.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";

/** Removes a price at once, and offers to take that back. */
export function RemovePriceButton({ price }: { readonly price: ModelPrice }) {
  const removal = useRemoveModelPrice();
  const restoring = useSetModelPrice();
  const toast = useToast();
  const failed = (error: unknown) => toast({ tone: "warning", text: errorSentence(error) });
  const restore = () =>
    restoring.mutate(price, { onSuccess: () => toast({ tone: "done", text: `The price of ${price.model} is back.` }), onError: failed });
  const remove = () =>
    removal.mutate(price.id, {
      onSuccess: () =>
        toast({
          tone: "done",
          text: `The price of ${price.model} was removed. Costs reckoned with it stay.`,
          action: { label: "Undo", onPress: restore },
        }),
      onError: failed,
    });
  return (
    <IconButton
      label={`Remove the price of ${price.model} from ${price.validFrom.slice(0, 10)}`}
      size="small"
      disabled={removal.isPending}
      onClick={remove}
    >
      <Trash2 aria-hidden="true" />
    </IconButton>
  );
}
