import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** A short word about the thing beside it: "generated", "admin", "demo". It has no colour, for it has no severity. */
export function Badge({ className, ...props }: ComponentProps<"span">) {
  return (
    <span
      className={classNames("inline-flex h-5 items-center gap-1 whitespace-nowrap rounded border px-1.5 text-muted text-xs", className)}
      {...props}
    />
  );
}
