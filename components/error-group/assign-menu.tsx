"use client";
import { useQuery } from "@tanstack/react-query";
import { UserRound } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { DropdownMenu, MenuChoice, MenuLabel } from "@/components/ui/dropdown-menu.tsx";
import { errorGroupQueries } from "@/lib/browser/error-group-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";

type AssignMenuProps = {
  readonly assigneeId: string | null;
  readonly disabled: boolean;
  readonly onAssign: (assigneeId: string | null) => void;
};

const NOBODY = "nobody";

/** Gives a group to a member, or to nobody. */
export function AssignMenu({ assigneeId, disabled, onAssign }: AssignMenuProps) {
  const members = useQuery(errorGroupQueries.members(useSupabase(), useWorkspace().id));
  const options = [
    { value: NOBODY, label: "Nobody" },
    ...(members.data ?? []).map((member) => ({ value: member.userId, label: `${member.displayName} (${member.role})` })),
  ];
  return (
    <DropdownMenu
      align="start"
      trigger={
        <Button disabled={disabled}>
          <UserRound aria-hidden="true" />
          Assign
        </Button>
      }
    >
      <MenuLabel>{members.isError ? "The members could not be loaded" : "Who sees to it"}</MenuLabel>
      <MenuChoice
        value={assigneeId ?? NOBODY}
        options={options}
        onChange={(value) => {
          const next = value === NOBODY ? null : value;
          if (next !== assigneeId) onAssign(next);
        }}
      />
    </DropdownMenu>
  );
}
