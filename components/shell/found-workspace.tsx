"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useFoundWorkspace } from "@/lib/browser/workspace-queries.ts";
import { isAppError } from "@/lib/core/app-error.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { toSlug } from "@/lib/view/slug.ts";

/** The form that founds a workspace; its address is made from the name until it is written by hand. */
export function FoundWorkspace({ userId }: { readonly userId: string }) {
  const router = useRouter();
  const found = useFoundWorkspace(userId);
  const [name, setName] = useState("");
  const [ownSlug, setOwnSlug] = useState<string | null>(null);
  const slug = ownSlug ?? toSlug(name);
  const isTaken = isAppError(found.error) && found.error.code === "conflict";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    found.mutate({ name: name.trim(), slug }, { onSuccess: (made) => router.push(`/${made}`) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label="Name">
        {(control) => (
          <Input {...control} value={name} onChange={(event) => setName(event.target.value)} maxLength={80} required autoFocus />
        )}
      </Field>
      <Field
        label="Address"
        hint={`Its pages will be at /${slug || "…"}`}
        error={isTaken ? "This address is taken. Choose another." : undefined}
      >
        {(control) => <Input {...control} value={slug} onChange={(event) => setOwnSlug(toSlug(`${event.target.value}`))} required />}
      </Field>
      {found.error === null || isTaken ? null : (
        <p role="alert" className="text-critical text-sm">
          {errorSentence(found.error)}
        </p>
      )}
      <Button type="submit" variant="primary" busy={found.isPending || found.isSuccess} disabled={name.trim() === "" || slug === ""}>
        Found workspace
      </Button>
    </form>
  );
}
