"use client";
import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { AlertBell } from "@/components/alert/alert-bell.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Workspace } from "@/lib/domain/workspace.ts";
import { LiveMark } from "./live-mark.tsx";
import { isOnPage, SETTINGS_PAGE } from "./pages.ts";
import { RangePicker } from "./range-picker.tsx";
import { useOverlay } from "./shell-actions.tsx";
import { UserMenu } from "./user-menu.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

type TopBarProps = { readonly workspaces: readonly Workspace[]; readonly email: string };

/** Where, when, how current, what to find, what is wrong, and who. */
export function TopBar({ workspaces, email }: TopBarProps) {
  const { setOverlay } = useOverlay();
  const hasRange = !isOnPage(usePathname(), `/${useWorkspace().slug}`, SETTINGS_PAGE);
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-1 border-b bg-background px-2 md:gap-2 md:px-4">
      <WorkspaceSwitcher workspaces={workspaces} />
      <div className="ml-auto flex items-center gap-1 md:gap-2">
        {hasRange ? <RangePicker /> : null}
        <LiveMark />
        <Button variant="quiet" onClick={() => setOverlay("palette")} className="px-2 text-muted" aria-keyshortcuts="Meta+K Control+K">
          <Search aria-hidden="true" />
          <span className="sr-only">Find and go</span>
          <Kbd className="hidden lg:inline-flex">⌘K</Kbd>
        </Button>
        <AlertBell />
        <UserMenu email={email} />
      </div>
    </header>
  );
}
