import { CopyButton } from "@/components/ui/copy-button.tsx";
import type { Json } from "@/lib/domain/execution.ts";
import { JsonNode } from "./json-node.tsx";

type JsonViewProps = {
  /** What it is: "Inputs". */
  readonly title: string;
  readonly value: Json;
  /** Said where there is nothing: "No inputs were reported." */
  readonly empty: string;
  readonly startsOpen?: boolean;
};

/** A JSON value to read, to fold and to copy. */
export function JsonView({ title, value, empty, startsOpen = true }: JsonViewProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <div className="flex h-7 items-center gap-2">
        <h2 className="font-medium">{title}</h2>
        {value === null ? null : <CopyButton text={JSON.stringify(value, null, 2)} what={title.toLowerCase()} />}
      </div>
      {value === null ? (
        <p className="text-muted text-sm">{empty}</p>
      ) : (
        <div className="min-w-0 overflow-x-auto border-l pl-2 font-mono text-xs leading-5">
          <JsonNode value={value} depth={0} startsOpen={startsOpen} />
        </div>
      )}
    </section>
  );
}
