"use client";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import type { Json } from "@/lib/domain/execution.ts";
import { type JsonChange, jsonDifference } from "@/lib/view/json-difference.ts";
import { JsonNode } from "./json-node.tsx";

type JsonChangesProps = { readonly title: string; readonly here: Json; readonly there: Json };

const WORDS: Readonly<Record<JsonChange["kind"], string>> = { added: "only here", removed: "missing here", changed: "changed" };

/** Where two JSON values differ, place by place. Draws nothing where neither run has the value. */
export function JsonChanges({ title, here, there }: JsonChangesProps) {
  const { changes, isCut } = useMemo(() => jsonDifference(there, here), [here, there]);
  if (here === null && there === null) return null;
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h2 className="font-medium">{title}</h2>
      {changes.length === 0 ? <p className="text-muted text-sm">The same in both.</p> : null}
      <ul className="min-w-0">
        {changes.map(whereNullIsNothing).map((change) => (
          <li
            key={`${change.kind} ${change.path}`}
            className="grid min-w-0 gap-x-4 gap-y-1 border-b py-1.5 sm:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_6rem]"
          >
            <span className="flex min-w-0 items-center gap-2 self-start sm:block">
              <code className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
                {change.path === "$" ? "all of it" : change.path}
              </code>
              <Badge className="sm:hidden">{WORDS[change.kind]}</Badge>
            </span>
            <Side name="This run" value={change.kind === "removed" ? undefined : change.after} />
            <Side name="Good run" value={change.kind === "added" ? undefined : change.before} />
            <span className="hidden text-right text-muted text-sm sm:block">{WORDS[change.kind]}</span>
          </li>
        ))}
      </ul>
      {isCut ? <p className="text-muted text-sm">They differ in more places; the first {changes.length} are shown.</p> : null}
    </section>
  );
}

/** A value that is null as a whole was not reported; within a value null is a value as any other. */
function whereNullIsNothing(change: JsonChange): JsonChange {
  if (change.path !== "$" || change.kind !== "changed") return change;
  if (change.after === null) return { kind: "removed", path: change.path, before: change.before };
  return change.before === null ? { kind: "added", path: change.path, after: change.after } : change;
}

function Side({ name, value }: { readonly name: string; readonly value: Json | undefined }) {
  return (
    <div className="min-w-0 overflow-x-auto font-mono text-xs leading-5">
      <span className="font-sans text-muted sm:sr-only">{name}: </span>
      {value === undefined ? <span className="text-muted">nothing</span> : <JsonNode value={value} depth={1} startsOpen />}
    </div>
  );
}
