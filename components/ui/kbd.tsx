import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** A key of the keyboard. */
export function Kbd({ className, ...props }: ComponentProps<"kbd">) {
  return (
    <kbd
      className={classNames(
        "inline-flex h-5 min-w-5 items-center justify-center rounded border border-line bg-hover px-1 font-sans text-muted text-xs",
        className,
      )}
      {...props}
    />
  );
}
