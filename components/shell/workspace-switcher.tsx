"use client";
import { ChevronsUpDown } from "lucide-react";
import { useRouter } from "next/navigation";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, MenuChoice, MenuLabel } from "@/components/ui/dropdown-menu.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Workspace } from "@/lib/domain/workspace.ts";

/** Which workspace this is, and the others. */
export function WorkspaceSwitcher({ workspaces }: { readonly workspaces: readonly Workspace[] }) {
  const here = useWorkspace();
  const router = useRouter();
  const trigger = (
    <Button variant="quiet" className="min-w-0 shrink px-2" aria-label={`Workspace: ${here.name}`}>
      <span className="truncate">{here.name}</span>
      <ChevronsUpDown aria-hidden="true" className="text-muted" />
    </Button>
  );
  return (
    <div className="flex min-w-0 items-center gap-1">
      <DropdownMenu trigger={trigger} align="start">
        <MenuLabel>Workspaces</MenuLabel>
        <MenuChoice
          value={here.slug}
          options={workspaces.map((workspace) => ({ value: workspace.slug, label: workspace.name }))}
          onChange={(slug) => router.push(`/${slug}`)}
        />
      </DropdownMenu>
      {here.isDemo ? <Badge className="hidden sm:inline-flex">demo</Badge> : null}
    </div>
  );
}
