import { Ban, CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import type { ExecutionStatus } from "@/lib/domain/execution.ts";
import { classNames } from "./class-names.ts";

const LOOKS = {
  running: { Shape: LoaderCircle, word: "Running", colour: "text-accent" },
  succeeded: { Shape: CircleCheck, word: "Succeeded", colour: "text-healthy" },
  failed: { Shape: CircleX, word: "Failed", colour: "text-critical" },
  cancelled: { Shape: Ban, word: "Cancelled", colour: "text-muted" },
} as const;

type StatusMarkProps = {
  readonly status: ExecutionStatus;
  readonly wordless?: boolean;
  readonly className?: string;
};

/** How an execution stands: a shape, a word, a colour. */
export function StatusMark({ status, wordless = false, className }: StatusMarkProps) {
  const { Shape, word, colour } = LOOKS[status];
  return (
    <span className={classNames("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <Shape aria-hidden="true" className={classNames("size-4 shrink-0", colour)} />
      <span className={wordless ? "sr-only" : undefined}>{word}</span>
    </span>
  );
}
