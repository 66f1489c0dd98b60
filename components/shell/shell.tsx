import type { ReactNode } from "react";
import type { Workspace } from "@/lib/domain/workspace.ts";
import { CommandPalette } from "./command-palette.tsx";
import { KeyHelp } from "./key-help.tsx";
import { BottomBar, Rail } from "./rail.tsx";
import { ShellActions } from "./shell-actions.tsx";
import { TopBar } from "./top-bar.tsx";

type ShellProps = {
  readonly workspaces: readonly Workspace[];
  readonly email: string;
  readonly startsCollapsed: boolean;
  readonly children: ReactNode;
};

/** The frame around every page of a workspace. */
export function Shell({ workspaces, email, startsCollapsed, children }: ShellProps) {
  return (
    <ShellActions>
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        <Rail startsCollapsed={startsCollapsed} />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar workspaces={workspaces} email={email} />
          <main id="content" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-4 pb-24 outline-none md:px-6 md:pb-12">
            {children}
          </main>
        </div>
      </div>
      <BottomBar />
      <CommandPalette workspaces={workspaces} />
      <KeyHelp />
    </ShellActions>
  );
}
