"use client";
import { Trash2 } from "lucide-react";
import { use, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useGeneratedCount, useRemoveGenerated } from "@/lib/browser/generated-history-queries.ts";
import { formatExactCount } from "@/lib/core/format/format-count.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { Section } from "./section.tsx";
import { useRefusal } from "./use-refusal.ts";

/** The demo's generated executions, and the way to be rid of them. Draws nothing where there are none. */
export function GeneratedHistory({ exists }: { readonly exists: Promise<boolean> }) {
  const [isGone, setGone] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const refusal = useRefusal("operator");
  if (!use(exists) || isGone) return null;
  return (
    <Section
      title="Generated history"
      note="The demo began with executions that a model generated, so that there is something to look at. They are marked as generated wherever they are listed, and they count in every figure until they are removed."
    >
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => setAsking(true)} disabled={refusal !== null}>
          <Trash2 aria-hidden="true" />
          Remove generated history
        </Button>
        {refusal === null ? null : <span className="text-muted text-sm">{refusal}</span>}
      </div>
      <RemovalDialog open={isAsking} onOpenChange={setAsking} onRemoved={() => setGone(true)} />
    </Section>
  );
}

type RemovalDialogProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void; readonly onRemoved: () => void };

function RemovalDialog({ open, onOpenChange, onRemoved }: RemovalDialogProps) {
  const count = useGeneratedCount(open);
  const removal = useRemoveGenerated();
  const toast = useToast();
  const remove = () =>
    removal.mutate(undefined, {
      onSuccess: (removed) => {
        toast({ tone: "done", text: `${formatExactCount(removed)} generated executions were removed.` });
        onOpenChange(false);
        onRemoved();
      },
    });
  const many = count.data === undefined ? null : formatExactCount(count.data);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={many === null ? "Remove generated history?" : `Remove ${many} generated executions?`}
      description="What agents reported stays, with its figures; so do agents, alerts, keys and members. The generated history cannot be brought back."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Keep it</Button>
          <Button variant="danger" busy={removal.isPending || count.isPending} onClick={remove}>
            {many === null ? "Remove" : `Remove ${many} executions`}
          </Button>
        </>
      }
    >
      {count.isError ? <p className="text-sm text-warning">How many they are could not be counted. {errorSentence(count.error)}</p> : null}
      {removal.error === null ? null : (
        <p role="alert" className="text-critical text-sm">
          {errorSentence(removal.error)}
        </p>
      )}
    </Dialog>
  );
}
