import { type ReactNode, useId } from "react";

type OperationListProps = {
  readonly title: string;
  /** By what rule it is ordered. */
  readonly caption: ReactNode;
  /** Said in place of the list where there is none. */
  readonly empty: string | null;
  readonly children: ReactNode;
};

/** A short list of operations with its heading and its rule. */
export function OperationList({ title, caption, empty, children }: OperationListProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className="flex min-w-0 flex-col gap-1">
      <h2 id={titleId} className="font-medium">
        {title}
      </h2>
      {empty === null ? (
        children
      ) : (
        <p className="flex h-24 items-center justify-center rounded-md border border-dashed text-muted">{empty}</p>
      )}
      <p className="max-w-prose text-muted text-sm">{caption}</p>
    </section>
  );
}
