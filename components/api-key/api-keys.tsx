"use client";
import { KeyRound, Plus } from "lucide-react";
import { use, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { HeadCell, Table, TableHead } from "@/components/ui/table.tsx";
import { Section } from "@/components/workspace/section.tsx";
import { useRefusal } from "@/components/workspace/use-refusal.ts";
import { useApiKeys } from "@/lib/browser/api-key-queries.ts";
import type { ApiKey } from "@/lib/domain/workspace.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";
import { ApiKeyRow } from "./api-key-row.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";

type ApiKeysProps = {
  readonly initial: Promise<readonly ApiKey[]>;
  /** Where agents report to. */
  readonly url: string;
};

/** The keys by which agents report. */
export function ApiKeys({ initial, url }: ApiKeysProps) {
  const keys = useApiKeys(use(initial));
  const refusal = useRefusal("admin");
  const [isMaking, setMaking] = useState(false);
  return (
    <Section
      title="API keys"
      note="An agent reports with a key. A key is shown once, when it is made; only its hash is kept."
      action={
        <Button variant="primary" onClick={() => setMaking(true)} disabled={refusal !== null}>
          <Plus aria-hidden="true" />
          Create key
        </Button>
      }
    >
      {refusal === null ? null : <p className="text-muted text-sm">{refusal}</p>}
      {keys.isError ? <p className="text-sm text-warning">{errorSentence(keys.error)} The list may be out of date.</p> : null}
      {keys.data.length === 0 ? (
        <EmptyState icon={<KeyRound aria-hidden="true" />} title="No key yet" className="rounded-md border border-dashed py-8">
          Create one, and the first execution is one command away.
        </EmptyState>
      ) : (
        <Table caption="API keys">
          <TableHead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell className="hidden sm:table-cell">Key</HeadCell>
              <HeadCell className="hidden sm:table-cell">Made</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </TableHead>
          <tbody>
            {keys.data.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} mayRevoke={refusal === null} />
            ))}
          </tbody>
        </Table>
      )}
      <CreateKeyDialog open={isMaking} onOpenChange={setMaking} url={url} />
    </Section>
  );
}
