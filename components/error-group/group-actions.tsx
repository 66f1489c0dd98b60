"use client";
import { Check, EyeOff, RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useRefusal } from "@/components/workspace/use-refusal.ts";
import { useNowMs, useTimeZone } from "@/lib/browser/clock.tsx";
import { type GroupRequest, useHandleErrorGroup } from "@/lib/browser/error-group-queries.ts";
import { type ErrorGroup, type GroupAction, type GroupActionOutcome, groupState, possibleActions } from "@/lib/domain/error-group.ts";
import { ACTION_MEANINGS, ignoreEndWords } from "@/lib/view/error-group-words.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { AssignMenu } from "./assign-menu.tsx";
import { IgnoreDialog } from "./ignore-dialog.tsx";

const CHANGED = "Somebody else changed this error first. Nothing was done; it is shown as it stands now.";

/** What an operator can do with a group, with what it will do said before. A viewer sees nothing of it. */
export function GroupActions({ group }: { readonly group: ErrorGroup }) {
  const refusal = useRefusal("operator");
  const { act, isPending } = useAct(group);
  const [isIgnoring, setIgnoring] = useState(false);
  const actions = possibleActions(groupState(group, useNowMs()));
  if (refusal !== null) return null;
  return (
    <section aria-label="Actions" className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        {actions.includes("resolve") ? (
          <Button variant="primary" busy={isPending} onClick={() => act({ kind: "resolve" })}>
            <Check aria-hidden="true" />
            Resolve
          </Button>
        ) : null}
        {actions.includes("ignore") ? (
          <Button disabled={isPending} onClick={() => setIgnoring(true)}>
            <EyeOff aria-hidden="true" />
            Ignore until…
          </Button>
        ) : null}
        {actions.includes("reopen") ? (
          <Button busy={isPending} onClick={() => act({ kind: "reopen" })}>
            <RotateCcw aria-hidden="true" />
            Reopen
          </Button>
        ) : null}
        <AssignMenu assigneeId={group.assigneeId} disabled={isPending} onAssign={(assigneeId) => act({ kind: "assign", assigneeId })} />
      </div>
      <p className="max-w-prose text-muted text-sm">{actions.map((action) => ACTION_MEANINGS[action]).join(" ")}</p>
      <IgnoreDialog
        open={isIgnoring}
        onOpenChange={setIgnoring}
        onIgnore={(until, reason) => {
          setIgnoring(false);
          act({ kind: "ignore", until, ...(reason === "" ? {} : { reason }) });
        }}
      />
    </section>
  );
}

/** Acts on the group as it is shown, and says what became of it, with a way back. */
function useAct(group: ErrorGroup) {
  const toast = useToast();
  const zone = useTimeZone();
  const end = (outcome: GroupActionOutcome, { group: shown, action }: GroupRequest) => {
    if (outcome !== "done") toast({ tone: "warning", text: CHANGED });
    else if (action.kind === "undo") toast({ tone: "done", text: "Taken back. The error stands as it did before." });
    else {
      const undo: GroupRequest = { group: { id: shown.id, revision: shown.revision + 1 }, action: { kind: "undo" } };
      toast({ tone: "done", text: doneWords(action, zone), action: { label: "Undo", onPress: () => handle.mutate(undo) } });
    }
  };
  const handle = useHandleErrorGroup(end, (error) => toast({ tone: "warning", text: errorSentence(error) }));
  return { act: (action: GroupAction) => handle.mutate({ group, action }), isPending: handle.isPending };
}

function doneWords(action: GroupAction, zone: string): string {
  if (action.kind === "resolve") return "Resolved. It comes back by itself if it fails again.";
  if (action.kind === "ignore") return `Ignored ${ignoreEndWords(action.until, zone)}.`;
  if (action.kind === "assign") return action.assigneeId === null ? "Assigned to nobody." : "Assigned.";
  return "Open again.";
}
