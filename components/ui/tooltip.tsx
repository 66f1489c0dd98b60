"use client";
import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

/** Once, around everything: neighbouring tooltips then follow each other without a wait. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return <Radix.Provider delayDuration={400}>{children}</Radix.Provider>;
}

type TooltipProps = {
  readonly text: ReactNode;
  readonly shortcut?: string;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** What is explained; one element that can hold focus, or text in a span with tabIndex. */
  readonly children: ReactNode;
};

/** A few words on hover or focus. Nothing that one must read to go on. */
export function Tooltip({ text, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="appears z-50 flex max-w-72 items-center gap-2 rounded-md bg-text px-2 py-1 text-background text-xs shadow-lg"
        >
          {text}
          {shortcut === undefined ? null : <Kbd className="border-background/30 bg-transparent text-background">{shortcut}</Kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
