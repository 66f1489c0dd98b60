import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import type { FigureChange } from "@/lib/view/figure-change.ts";
import { classNames } from "./class-names.ts";

const ARROWS = { up: ArrowUp, down: ArrowDown, same: ArrowRight } as const;
const MEANINGS = { better: "text-healthy", worse: "text-critical", neutral: "text-muted" } as const;

type FigureProps = {
  readonly label: string;
  /** Formatted, with its unit; null says "unknown". */
  readonly value: string | null;
  /** The same in full, for the hover. */
  readonly exact?: string;
  readonly change?: FigureChange | null;
  /** Where an estimate lies: "97.1 to 98.9 %". */
  readonly interval?: string | null;
  /** What it rests on: "7 of 9 executions". */
  readonly sample?: string | null;
  readonly className?: string;
  readonly children?: ReactNode;
};

/** A headline figure: what, how much, since before, how sure. A sparkline fits in as a child. */
export function Figure({ label, value, exact, change, interval, sample, className, children }: FigureProps) {
  return (
    <div className={classNames("flex min-w-0 flex-col gap-0.5", className)}>
      <span className="text-muted text-sm">{label}</span>
      <span className="flex flex-wrap items-baseline gap-x-2">
        {value === null ? (
          <span className="inline-flex items-center gap-2 text-muted text-xl">
            <span aria-hidden="true" className="hatched size-5 rounded border border-edge" />
            unknown
          </span>
        ) : (
          <span className="figures font-semibold text-2xl tracking-tight" title={exact}>
            {value}
          </span>
        )}
        {change === undefined || change === null ? null : <Change change={change} />}
      </span>
      {interval || sample ? <span className="figures text-muted text-xs">{[interval, sample].filter(Boolean).join(" · ")}</span> : null}
      {children}
    </div>
  );
}

function Change({ change }: { readonly change: FigureChange }) {
  const Arrow = ARROWS[change.direction];
  return (
    <span
      className={classNames("figures inline-flex items-center gap-0.5 text-sm", MEANINGS[change.meaning])}
      title={`against ${change.against}`}
    >
      <Arrow aria-hidden="true" className="size-3.5" />
      {change.text}
      <span className="sr-only">
        , {change.meaning === "neutral" ? "" : `${change.meaning}, `}against {change.against}
      </span>
    </span>
  );
}
