"use client";
import Link from "next/link";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { formatCount } from "@/lib/core/format/format-count.ts";
import type { NamedCount } from "@/lib/domain/error-group.ts";
import { executionsPath } from "@/lib/view/figure-links.ts";

type NamedCountsProps = { readonly title: string; readonly counts: readonly NamedCount[]; readonly kind: "agent" | "task" };

const SHOWN = 8;

/** Who was hit, the most often first, each leading to its failed executions. */
export function NamedCounts({ title, counts, kind }: NamedCountsProps) {
  const { slug } = useWorkspace();
  const range = useTimeRange();
  const most = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <h2 className="font-medium">{title}</h2>
      {counts.length === 0 ? <p className="text-muted text-sm">None in this range.</p> : null}
      <ul className="flex flex-col">
        {counts.slice(0, SHOWN).map(({ name, count }) => (
          <li key={name} className="grid grid-cols-[minmax(0,1fr)_4rem_3rem] items-center gap-2 border-b py-1 text-sm">
            <Link
              href={executionsPath(
                slug,
                { statuses: ["failed"], ...(kind === "agent" ? { agentIds: [name] } : { taskTypes: [name] }) },
                range,
              )}
              title={`Failed executions of ${name}`}
              className="truncate hover:underline"
            >
              {name}
            </Link>
            <span aria-hidden="true" className="h-1.5 rounded-sm bg-hover">
              <span className="block h-full rounded-sm bg-muted" style={{ width: `${(count / most) * 100}%` }} />
            </span>
            <span className="figures text-right">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {counts.length > SHOWN ? <p className="text-muted text-sm">and {counts.length - SHOWN} more</p> : null}
    </section>
  );
}
