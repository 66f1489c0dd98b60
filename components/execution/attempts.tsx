import { classNames } from "@/components/ui/class-names.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { StatusMark } from "@/components/ui/status-mark.tsx";
import type { Execution } from "@/lib/domain/execution.ts";
import { errorLine } from "@/lib/view/execution-words.ts";
import { DurationText } from "./duration-text.tsx";

type AttemptsProps = {
  readonly attempts: readonly Execution[];
  readonly currentId: string;
  readonly onSelect: (id: string) => void;
};

/** The tries at the same work, first to last. */
export function Attempts({ attempts, currentId, onSelect }: AttemptsProps) {
  if (attempts.length === 0) return null;
  return (
    <section aria-label="Attempts" className="flex flex-col gap-1">
      <h2 className="font-medium">Attempts</h2>
      <ol>
        {attempts.map((attempt) => (
          <li key={attempt.id} className="border-b">
            <button
              type="button"
              aria-current={attempt.id === currentId || undefined}
              onClick={() => onSelect(attempt.id)}
              className={classNames(
                "figures grid h-8 w-full grid-cols-[1.5rem_1rem_5rem_minmax(0,1fr)_6rem] items-center gap-2 px-1 text-left text-sm hover:bg-hover",
                attempt.id === currentId && "bg-hover",
              )}
            >
              <span>{attempt.attempt}</span>
              <StatusMark status={attempt.status} wordless />
              <span className="text-right">
                <DurationText execution={attempt} />
              </span>
              <span className="truncate text-muted">{errorLine(attempt)}</span>
              <RelativeTime atMs={attempt.startedAt} className="text-right text-muted" />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
