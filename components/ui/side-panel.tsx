"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./icon-button.tsx";

type SidePanelProps = {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Buttons beside the title: next, previous, open as a page. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

const PANEL_CLASSES =
  "slides-in fixed inset-y-0 right-0 z-30 flex w-full flex-col border-l bg-surface shadow-2xl outline-none sm:w-[min(36rem,92vw)]";

/**
 * A row's evidence beside the list, which stays usable: clicks outside do not close it, Esc and the cross do, and focus
 * returns to where it came from. On a phone it covers the page.
 */
export function SidePanel({ open, onClose, title, actions, children }: SidePanelProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())} modal={false}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          className={PANEL_CLASSES}
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            // The panel itself, not its first button: arrow keys then scroll it, and j/k still reach the list.
            event.preventDefault();
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
        >
          <div className="flex min-h-12 items-center gap-2 border-b px-4 py-2">
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Radix.Title>
            {actions}
            <IconButton label="Close" shortcut="Esc" size="small" onClick={onClose}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
          <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
