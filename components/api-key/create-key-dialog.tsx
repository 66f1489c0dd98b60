"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useCreateApiKey } from "@/lib/browser/api-key-queries.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { MadeKey } from "./made-key.tsx";

type CreateKeyDialogProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void; readonly url: string };

/** Asks for a name, then shows the key, once. */
export function CreateKeyDialog({ open, onOpenChange, url }: CreateKeyDialogProps) {
  const creation = useCreateApiKey();
  const [name, setName] = useState("");
  const change = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    creation.reset();
    setName("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creation.mutate(name.trim());
  };
  if (creation.data !== undefined) {
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={`The key "${name.trim()}"`}
        description="Copy it now: it is not shown again."
        className="w-[min(44rem,calc(100vw-2rem))]"
        footer={
          <Button variant="primary" onClick={() => change(false)}>
            I have copied it
          </Button>
        }
      >
        <MadeKey apiKey={creation.data} url={url} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title="Create a key"
      description="Name it after who will report with it, so that you know later which one to revoke."
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label="Name" error={creation.error === null ? undefined : errorSentence(creation.error)}>
          {(control) => (
            <Input
              {...control}
              value={name}
              onChange={(event) => setName(event.target.value)}
              placeholder="research agents"
              maxLength={80}
              required
            />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button type="submit" variant="primary" busy={creation.isPending} disabled={name.trim() === ""}>
            Create key
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
