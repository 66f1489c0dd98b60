import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

const VARIANTS = {
  primary: "bg-accent text-on-accent hover:bg-accent/90",
  secondary: "border border-edge bg-surface text-text hover:bg-hover",
  quiet: "text-text hover:bg-hover",
  danger: "bg-critical text-on-critical hover:bg-critical/90",
} as const;

const SIZES = { small: "h-7 px-2 text-sm", medium: "h-8 px-3 text-base", large: "h-10 px-4 text-base" } as const;

/** The look of a button, for links that must look like one. */
export function buttonClasses(variant: keyof typeof VARIANTS = "secondary", size: keyof typeof SIZES = "medium"): string {
  return classNames(
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100",
    "disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
    SIZES[size],
    VARIANTS[variant],
  );
}

type ButtonProps = ComponentProps<"button"> & {
  readonly variant?: keyof typeof VARIANTS;
  readonly size?: keyof typeof SIZES;
  /** Under way: shows it, and takes no second press. */
  readonly busy?: boolean;
  /** Gives the look to the one child instead, such as a link. */
  readonly asChild?: boolean;
};

/** A button says by a verb what it does. */
export function Button({ variant, size, busy = false, asChild = false, className, children, disabled, ...props }: ButtonProps) {
  const classes = classNames(buttonClasses(variant, size), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} disabled={disabled || busy} aria-busy={busy || undefined} {...props}>
      {busy ? <LoaderCircle aria-hidden="true" className="animate-spin" /> : null}
      {children}
    </button>
  );
}
