import { RotateCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

type ErrorStateProps = {
  /** What happened: "The executions could not be loaded". */
  readonly title: string;
  /** Why, what was not lost, and what to do. */
  readonly children?: ReactNode;
  readonly onRetry?: () => void;
  readonly className?: string;
};

/** Something failed: said plainly, with a way on. */
export function ErrorState({ title, children, onRetry, className }: ErrorStateProps) {
  return (
    <div role="alert" className={classNames("flex flex-col items-center gap-2 px-4 py-12 text-center", className)}>
      <TriangleAlert aria-hidden="true" className="size-6 text-critical" />
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="max-w-prose text-muted">{children}</div>}
      {onRetry === undefined ? null : (
        <Button className="mt-2" onClick={onRetry}>
          <RotateCw aria-hidden="true" />
          Try again
        </Button>
      )}
    </div>
  );
}
