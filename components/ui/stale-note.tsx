import { CloudOff } from "lucide-react";
import { RelativeTime } from "./relative-time.tsx";

type StaleNoteProps = {
  /** Since when what is shown may be out of date, epoch ms. */
  readonly sinceMs: number;
  /** Why: "the connection was lost", "updates are paused". */
  readonly reason: string;
};

/** What is shown is old, and how old. */
export function StaleNote({ sinceMs, reason }: StaleNoteProps) {
  return (
    <p role="status" className="flex items-center gap-1.5 text-sm text-warning">
      <CloudOff aria-hidden="true" className="size-4 shrink-0" />
      <span>
        Not updated since <RelativeTime atMs={sinceMs} />: {reason}.
      </span>
    </p>
  );
}
