import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell.tsx";
import { WorkspaceProvider } from "@/lib/browser/workspace.tsx";
import { WorkspaceChannel } from "@/lib/browser/workspace-channel.tsx";
import { readPreferences } from "@/lib/server/preferences.ts";
import { readWorkspaces, requireUser, requireWorkspace } from "@/lib/server/session.ts";

type WorkspaceParameters = { readonly params: Promise<{ readonly workspace: string }> };

/** The name of the workspace in every page's title. */
export async function generateMetadata({ params }: WorkspaceParameters): Promise<Metadata> {
  const { name } = await requireWorkspace((await params).workspace);
  return { title: { default: name, template: `%s · ${name} · Windvane` } };
}

/** The frame around the pages of one workspace, and the live channel that they share. */
export default async function WorkspaceLayout({ params, children }: WorkspaceParameters & { readonly children: ReactNode }) {
  const { workspace: slug } = await params;
  const [user, workspace, workspaces, preferences] = await Promise.all([
    requireUser(),
    requireWorkspace(slug),
    readWorkspaces(),
    readPreferences(),
  ]);
  return (
    <WorkspaceProvider key={workspace.id} workspace={workspace}>
      <WorkspaceChannel workspaceId={workspace.id} nowMs={Date.now()}>
        <Shell workspaces={workspaces} email={user.email} startsCollapsed={preferences.isRailCollapsed}>
          {children}
        </Shell>
      </WorkspaceChannel>
    </WorkspaceProvider>
  );
}
