"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { IconButton } from "./icon-button.tsx";

type DialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** What it is about, read aloud when it opens. */
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** The buttons, the primary one last. */
  readonly footer?: ReactNode;
  readonly className?: string;
};

/** A question that must be answered before anything else. Esc and the cross answer "no". */
export function Dialog({ open, onOpenChange, title, description, children, footer, className }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="appears fixed inset-0 z-40 bg-[oklch(0.1_0.01_255/0.5)]" />
        <Radix.Content
          onOpenAutoFocus={focusFirstAnswer}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={classNames(
            "appears fixed top-1/2 left-1/2 z-50 flex max-h-[90dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 overflow-auto rounded-lg border bg-surface p-5 shadow-2xl outline-none",
            className,
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="min-w-0 font-semibold text-lg [overflow-wrap:anywhere]">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" size="small" className="-mt-0.5 -mr-1">
                <X aria-hidden="true" />
              </IconButton>
            </Radix.Close>
          </div>
          {description === undefined ? null : <Radix.Description className="-mt-2 text-muted">{description}</Radix.Description>}
          {children}
          {footer === undefined ? null : <footer className="flex flex-wrap justify-end gap-2">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The first field, else the first answer, which is the one that changes nothing; never the cross, whose tooltip would open. */
function focusFirstAnswer(event: Event): void {
  const content = event.currentTarget;
  if (!(content instanceof HTMLElement)) return;
  const first = content.querySelector("input, textarea, select, footer button");
  event.preventDefault();
  (first instanceof HTMLElement ? first : content).focus();
}
