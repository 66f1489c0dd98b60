"use client";
import { use, useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useShareEvidence } from "@/lib/browser/evidence-sharing-queries.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { Section } from "./section.tsx";
import { useRefusal } from "./use-refusal.ts";

/** Whether the owner's other workspaces may learn from this one's outcomes, and it from theirs. */
export function EvidenceSharing({ initial }: { readonly initial: Promise<boolean | null> }) {
  const [isShared, setShared] = useState(use(initial) ?? false);
  const id = useId();
  const refusal = useRefusal("admin");
  const sharing = useShareEvidence();
  const toast = useToast();
  const change = (next: boolean) =>
    sharing.mutate(next, {
      onSuccess: () => {
        setShared(next);
        toast({ tone: "done", text: next ? "Evidence is shared from now on." : "Evidence is no longer shared." });
      },
    });
  return (
    <Section
      title="Shared evidence"
      note="An agent that works in several workspaces of one owner need not be learnt anew in each. Counts of what succeeded and failed are shared, by week and summed over all of them; executions, messages, names that the other has not heard of, and costs are not. Both sides must say so."
    >
      <label htmlFor={id} className="flex w-fit items-center gap-2">
        <Checkbox
          id={id}
          checked={isShared}
          onCheckedChange={(next) => change(next === true)}
          disabled={refusal !== null || sharing.isPending}
        />
        Share counts with the owner&apos;s other workspaces that share theirs
      </label>
      {refusal === null ? null : <p className="text-muted text-sm">{refusal}</p>}
      {sharing.error === null ? null : (
        <p role="alert" className="text-critical text-sm">
          {errorSentence(sharing.error)}
        </p>
      )}
    </Section>
  );
}
