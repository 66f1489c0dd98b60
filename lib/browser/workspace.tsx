"use client";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { Workspace } from "../domain/workspace.ts";
import { writePreference } from "./preference-cookie.ts";

const WorkspaceContext = createContext<Workspace | null>(null);

/** The workspace of the page, with the caller's role in it; remembered as the one to open next time. */
export function WorkspaceProvider({ workspace, children }: { readonly workspace: Workspace; readonly children: ReactNode }) {
  useEffect(() => writePreference("wv-workspace", workspace.slug), [workspace.slug]);
  return <WorkspaceContext value={workspace}>{children}</WorkspaceContext>;
}

/** The workspace of the page. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new Error("useWorkspace is used outside of WorkspaceProvider");
  return workspace;
}
