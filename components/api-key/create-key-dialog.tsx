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
  const change = (next: boolean) => {
    onOpenChange(next);
    if (!next) creation.reset();
  };
  if (creation.data !== undefined) {
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={`The key "${creation.variables}"`}
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
      <NameForm
        isBusy={creation.isPending}
        problem={creation.error === null ? undefined : errorSentence(creation.error)}
        onSubmit={(name) => creation.mutate(name)}
        onCancel={() => change(false)}
      />
    </Dialog>
  );
}

type NameFormProps = {
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onSubmit: (name: string) => void;
  readonly onCancel: () => void;
};

function NameForm({ isBusy, problem, onSubmit, onCancel }: NameFormProps) {
  const [text, setText] = useState("");
  const name = text.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(name);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name" error={problem}>
        {(control) => (
          <Input
            {...control}
            value={text}
            onChange={(event) => setText(event.target.value)}
            placeholder="research agents"
            maxLength={80}
            required
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" busy={isBusy} disabled={name === ""}>
          Create key
        </Button>
      </div>
    </form>
  );
}
