import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

type EmptyStateProps = {
  readonly icon?: ReactNode;
  /** What is not here: "Nothing matches", "No agent has reported yet". */
  readonly title: string;
  /** What would be here, and how to get it. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
};

/** Nothing yet, or nothing that matches: two different sentences, by the caller. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={classNames("flex flex-col items-center gap-2 px-4 py-12 text-center", className)}>
      {icon === undefined ? null : <div className="text-muted [&_svg]:size-6">{icon}</div>}
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="max-w-prose text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
