import type { ComponentProps } from "react";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<typeof Button>, "asChild" | "aria-label"> & {
  /** Its name: read aloud, and shown on hover. */
  readonly label: string;
  /** The key that does the same, shown beside the name. */
  readonly shortcut?: string;
};

/** A button whose only content is an icon. */
export function IconButton({ label, shortcut, className, variant = "quiet", size = "medium", ...props }: IconButtonProps) {
  const width = { small: "w-7", medium: "w-8", large: "w-10" }[size];
  return (
    <Tooltip text={label} {...(shortcut === undefined ? {} : { shortcut })}>
      <Button aria-label={label} variant={variant} size={size} className={classNames("px-0", width, className)} {...props} />
    </Tooltip>
  );
}
