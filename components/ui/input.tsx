import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** The look of a text field, for fields that are not `input`. */
export const FIELD_CLASSES =
  "h-8 w-full min-w-0 rounded-md border border-edge bg-surface px-2.5 text-base text-text placeholder:text-muted disabled:cursor-not-allowed disabled:opacity-50 aria-invalid:border-critical";

/** A line of text. */
export function Input({ className, type = "text", ...props }: ComponentProps<"input">) {
  return <input type={type} className={classNames(FIELD_CLASSES, className)} {...props} />;
}
