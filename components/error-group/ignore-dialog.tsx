"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import type { IgnoreEnd } from "@/lib/domain/error-group.ts";
import { readIgnoreEnd } from "@/lib/view/error-group-ignore.ts";

type IgnoreDialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onIgnore: (until: IgnoreEnd, reason: string) => void;
};

const KINDS = [
  { value: "time", label: "a time has passed" },
  { value: "count", label: "so many more failed like this" },
  { value: "rate", label: "it comes oftener than so many an hour" },
  { value: "never", label: "somebody reopens it" },
] as const;

const AMOUNTS = {
  time: { label: "For how long", hint: "Such as 30m, 12h or 7d.", start: "24h" },
  count: { label: "How many more", hint: "Executions that start from now on: 1 to 10,000.", start: "100" },
  rate: { label: "How many an hour", hint: "More than this within one hour: 1 to 100,000.", start: "20" },
} as const;

/** Asks until when a group is to be ignored. */
export function IgnoreDialog({ open, onOpenChange, onIgnore }: IgnoreDialogProps) {
  const [kind, setKind] = useState<IgnoreEnd["kind"]>("time");
  const [amount, setAmount] = useState<string>(AMOUNTS.time.start);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const choose = (next: IgnoreEnd["kind"]) => {
    setKind(next);
    setProblem(undefined);
    if (next !== "never") setAmount(AMOUNTS[next].start);
  };
  const submit = () => {
    const read = readIgnoreEnd(kind, amount, Date.now());
    if (read.kind === "invalid") return setProblem(read.reason);
    setProblem(undefined);
    onIgnore(read.end, reason.trim());
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Ignore this error until…"
      description="It leaves the list of open errors and goes on being counted. When the end has come, it opens again, with an alert."
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="primary" onClick={submit}>
            Ignore
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label="Until">
          {({ id }) => <Select id={id} label="Until" value={kind} options={KINDS} onChange={choose} className="w-full" />}
        </Field>
        {kind === "never" ? null : (
          <Field label={AMOUNTS[kind].label} hint={AMOUNTS[kind].hint} error={problem}>
            {(control) => <Input {...control} value={amount} onChange={(event) => setAmount(event.target.value)} />}
          </Field>
        )}
        <Field label="Reason" hint="Others will see it. It may be left empty.">
          {(control) => <Input {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
