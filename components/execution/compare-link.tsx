"use client";
import { GitCompare } from "lucide-react";
import Link from "next/link";
import { useKeepRange } from "@/components/shell/use-time-range.ts";
import { buttonClasses } from "@/components/ui/button.tsx";
import type { Execution } from "@/lib/domain/execution.ts";

type CompareLinkProps = {
  readonly execution: Execution;
  /** The path of the workspace. */
  readonly base: string;
};

/** To the comparison with the last good run. A failed run asks for it loudly, any other that has ended may be compared as well. */
export function CompareLink({ execution, base }: CompareLinkProps) {
  const keepRange = useKeepRange();
  if (execution.status === "running") return null;
  return (
    <Link
      href={keepRange(`${base}/executions/${execution.id}/compare`)}
      prefetch={false}
      className={`${buttonClasses(execution.status === "failed" ? "secondary" : "quiet", "small")} w-fit`}
    >
      <GitCompare aria-hidden="true" />
      Compare with the last good run
    </Link>
  );
}
