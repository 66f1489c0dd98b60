"use client";
import { Dialog as Radix, VisuallyHidden } from "radix-ui";
import type { Workspace } from "@/lib/domain/workspace.ts";
import { Palette } from "./palette.tsx";
import { useOverlay } from "./shell-actions.tsx";

/** Find and go, from anywhere. */
export function CommandPalette({ workspaces }: { readonly workspaces: readonly Workspace[] }) {
  const { overlay, setOverlay } = useOverlay();
  return (
    <Radix.Root open={overlay === "palette"} onOpenChange={(open) => setOverlay(open ? "palette" : null)}>
      <Radix.Portal>
        <Radix.Overlay className="appears fixed inset-0 z-40 bg-[oklch(0.1_0.01_255/0.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="appears fixed top-[12dvh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border bg-surface shadow-2xl"
        >
          <VisuallyHidden.Root>
            <Radix.Title>Find and go</Radix.Title>
          </VisuallyHidden.Root>
          <Palette workspaces={workspaces} onClose={() => setOverlay(null)} onKeys={() => setOverlay("keys")} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
