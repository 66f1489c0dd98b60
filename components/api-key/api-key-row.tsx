"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { Dialog } from "@/components/ui/dialog.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Cell, Row } from "@/components/ui/table.tsx";
import { useToast } from "@/components/ui/toast.tsx";
import { useRevokeApiKey } from "@/lib/browser/api-key-queries.ts";
import type { ApiKey } from "@/lib/domain/workspace.ts";
import { errorSentence } from "@/lib/view/error-sentence.ts";

type ApiKeyRowProps = { readonly apiKey: ApiKey; readonly mayRevoke: boolean };

/** A key, and the way to end it. */
export function ApiKeyRow({ apiKey, mayRevoke }: ApiKeyRowProps) {
  const isRevoked = apiKey.revokedAt !== null;
  return (
    <Row className={classNames(isRevoked && "text-muted")}>
      <Cell className="max-w-36 py-1 font-medium sm:max-w-80 sm:py-0">
        <span title={apiKey.name} className="block truncate">
          {apiKey.name}
        </span>
        <span className="block font-mono font-normal text-muted sm:hidden">{apiKey.prefix}…</span>
      </Cell>
      <Cell className="hidden font-mono sm:table-cell">{apiKey.prefix}…</Cell>
      <Cell className="hidden sm:table-cell">
        <RelativeTime atMs={apiKey.createdAt} />
      </Cell>
      <Cell>{apiKey.lastUsedAt === null ? <span className="text-muted">never</span> : <RelativeTime atMs={apiKey.lastUsedAt} />}</Cell>
      <Cell className="text-right">
        {apiKey.revokedAt === null ? (
          <RevokeButton apiKey={apiKey} mayRevoke={mayRevoke} />
        ) : (
          <Badge>
            revoked <RelativeTime atMs={apiKey.revokedAt} />
          </Badge>
        )}
      </Cell>
    </Row>
  );
}

function RevokeButton({ apiKey, mayRevoke }: ApiKeyRowProps) {
  const [isAsking, setAsking] = useState(false);
  const revocation = useRevokeApiKey();
  const toast = useToast();
  const revoke = () =>
    revocation.mutate(apiKey.id, {
      onSuccess: () => {
        setAsking(false);
        toast({ tone: "done", text: `The key "${apiKey.name}" was revoked.` });
      },
    });
  return (
    <>
      <Button size="small" variant="quiet" disabled={!mayRevoke} onClick={() => setAsking(true)} aria-label={`Revoke ${apiKey.name}`}>
        Revoke
      </Button>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Revoke "${apiKey.name}"?`}
        description={`Agents that report with ${apiKey.prefix}… are refused from this moment on. What they have reported stays. A revoked key does not come back.`}
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button variant="danger" busy={revocation.isPending} onClick={revoke}>
              Revoke key
            </Button>
          </>
        }
      >
        {revocation.error === null ? null : (
          <p role="alert" className="text-critical text-sm">
            {errorSentence(revocation.error)}
          </p>
        )}
      </Dialog>
    </>
  );
}
