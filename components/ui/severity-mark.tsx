import { Info, OctagonAlert, TriangleAlert } from "lucide-react";
import type { Severity } from "@/lib/domain/alert.ts";
import { classNames } from "./class-names.ts";

const LOOKS = {
  critical: { Shape: OctagonAlert, word: "Critical", colour: "text-critical" },
  serious: { Shape: TriangleAlert, word: "Serious", colour: "text-serious" },
  warning: { Shape: TriangleAlert, word: "Warning", colour: "text-warning" },
  info: { Shape: Info, word: "Info", colour: "text-muted" },
} as const;

type SeverityMarkProps = {
  readonly severity: Severity;
  /** Keeps the word for screen readers only, where the column is narrow and its meaning is clear. */
  readonly wordless?: boolean;
  readonly className?: string;
};

/** How bad: a shape, a word, a colour. */
export function SeverityMark({ severity, wordless = false, className }: SeverityMarkProps) {
  const { Shape, word, colour } = LOOKS[severity];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap font-medium", colour, className)}>
      <Shape aria-hidden="true" className="size-4 shrink-0" strokeWidth={severity === "serious" ? 2.75 : 2} />
      <span className={wordless ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}
