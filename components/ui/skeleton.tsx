import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** A place that will be filled; give it the size of what comes. */
export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden="true" className={classNames("breathes h-4 rounded bg-line", className)} {...props} />;
}

/** Rows of a table that will be filled, 32 px each. */
export function SkeletonRows({ rows = 8, columns = 4 }: { readonly rows?: number; readonly columns?: number }) {
  return (
    <div role="status" aria-label="Loading" className="flex flex-col">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity and never move
        <div key={row} className="flex h-8 items-center gap-6 border-b px-2">
          {Array.from({ length: columns }, (_, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <Skeleton key={column} className={column === 0 ? "h-3 w-40" : "h-3 flex-1"} />
          ))}
        </div>
      ))}
    </div>
  );
}
