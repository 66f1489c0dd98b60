import { useMemo } from "react";
import { formatCount } from "@/lib/core/format/format-count.ts";
import { variableValues } from "@/lib/view/error-group-text.ts";

/** What stood in the places where the messages differ, of the executions that are loaded. Nothing where nothing varies. */
export function VariableValueList({ text, messages }: { readonly text: string; readonly messages: readonly string[] }) {
  const variables = useMemo(() => variableValues(text, messages), [text, messages]);
  if (variables.length === 0) return null;
  return (
    <section aria-label="What varies" className="flex min-w-0 flex-col gap-1">
      <h2 className="font-medium">
        What varies <span className="font-normal text-muted text-sm">in the newest {formatCount(messages.length)}</span>
      </h2>
      <dl className="flex flex-col">
        {variables.map(({ values, more }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two places of a template may have the same name
          <div key={index} className="grid grid-cols-[6rem_minmax(0,1fr)] gap-2 border-b py-1 text-sm">
            <dt className="truncate text-muted text-xs leading-5">{variables.length === 1 ? "value" : `${index + 1}. value`}</dt>
            <dd className="flex min-w-0 flex-wrap gap-x-3">
              {values.map(({ value, count }) => (
                <span key={value} className="figures min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere]">
                  {value.length > 80 ? `${value.slice(0, 79)}…` : value}
                  {count > 1 ? <span className="text-muted"> × {formatCount(count)}</span> : null}
                </span>
              ))}
              {more > 0 ? <span className="text-muted text-xs leading-5">and {formatCount(more)} others</span> : null}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
