import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { classNames } from "@/components/ui/class-names.ts";
import type { FigureChange } from "@/lib/view/figure-change.ts";

const ARROWS = { up: ArrowUp, down: ArrowDown, same: ArrowRight } as const;

/** How a count of failures moved: more of them is worse. `change` null is where there was none before. */
export function GroupChange({ change, wasBefore }: { readonly change: FigureChange | null; readonly wasBefore: boolean }) {
  if (change === null) return <span className="text-muted text-xs">{wasBefore ? "" : "none before"}</span>;
  const Arrow = ARROWS[change.direction];
  const tone = change.direction === "same" ? "text-muted" : change.direction === "up" ? "text-critical" : "text-healthy";
  return (
    <span
      className={classNames("figures inline-flex items-center align-middle gap-0.5 whitespace-nowrap text-xs", tone)}
      title={`against ${change.against}`}
    >
      <Arrow aria-hidden="true" className="size-3.5" />
      {change.direction === "same" ? "steady" : change.text}
      <span className="sr-only">, against {change.against}</span>
    </span>
  );
}
