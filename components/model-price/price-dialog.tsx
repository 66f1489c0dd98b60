"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useSetModelPrice } from "@/lib/browser/model-price-queries.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { checkPrice, type PriceForm } from "@/lib/view/price-form.ts";

type PriceDialogProps = { readonly initial: PriceForm; readonly onClose: () => void };

const FIELDS: readonly { readonly name: keyof PriceForm; readonly label: string; readonly hint?: string; readonly isWide?: boolean }[] = [
  {
    name: "model",
    label: "Model",
    hint: "Covers its dated versions (name-2025-08-07). With * at the end: every name that begins so.",
    isWide: true,
  },
  { name: "provider", label: "Provider", hint: "Empty: any." },
  { name: "validFrom", label: "Since (UTC)" },
  { name: "inputUsd", label: "Input, $ per million" },
  { name: "outputUsd", label: "Output, $ per million" },
  { name: "cachedInputUsd", label: "Cached input, $ per million", hint: "Empty: as input." },
  { name: "note", label: "Source", hint: "Where the price was read." },
];

/** Asks for a price. A price is never altered: another one from another instant follows it, so past costs keep their ground. */
export function PriceDialog({ initial, onClose }: PriceDialogProps) {
  const [form, setForm] = useState(initial);
  const [isChecked, setChecked] = useState(false);
  const setting = useSetModelPrice();
  const toast = useToast();
  const checked = checkPrice(form);
  const faults = isChecked && checked.kind === "bad" ? checked.faults : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (checked.kind === "bad") return;
    setting.mutate(checked.price, {
      onSuccess: () => {
        toast({ tone: "done", text: `The price of ${checked.price.model} was set.` });
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={initial.model === "" ? "Add a price" : `Price of ${initial.model}`}
      description="From that instant on, until a later price. Costs that are known already stay as they are."
    >
      <form onSubmit={submit} noValidate className="grid gap-x-4 gap-y-3 sm:grid-cols-2">
        {FIELDS.map(({ name, label, hint, isWide = false }) => (
          <div key={name} className={isWide ? "sm:col-span-2" : undefined}>
            <Field label={label} hint={hint} error={faults[name]}>
              {(control) => (
                <Input
                  {...control}
                  type={name === "validFrom" ? "datetime-local" : "text"}
                  inputMode={name.endsWith("Usd") ? "decimal" : undefined}
                  value={form[name]}
                  onChange={(event) => setForm({ ...form, [name]: event.target.value })}
                />
              )}
            </Field>
          </div>
        ))}
        {setting.error === null ? null : (
          <p role="alert" className="text-critical text-sm sm:col-span-2">
            {errorSentence(setting.error)}
          </p>
        )}
        <div className="flex justify-end gap-2 sm:col-span-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={setting.isPending}>
            Set price
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
