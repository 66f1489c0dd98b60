"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { besideOptions } from "@/lib/browser/compare-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { isExecutionId } from "@/lib/domain/execution-search.ts";
import { useExecutionAddress } from "./use-execution-address.ts";
import { useListKeys } from "./use-list-keys.ts";

type ExecutionStepsProps = { readonly id: string; readonly hrefOf: (id: string) => string };

/** To the execution before and after in the list that the address asks for: all of the range, where it names no filters. */
export function ExecutionSteps({ id, hrefOf }: ExecutionStepsProps) {
  const { search, range } = useExecutionAddress();
  const router = useRouter();
  const question = { workspaceId: useWorkspace().id, search, range };
  const beside = useQuery({ ...besideOptions(useSupabase(), question, id.toLowerCase()), enabled: isExecutionId(id) }).data;
  const go = (to: string | null | undefined) => {
    if (to != null) router.push(hrefOf(to));
  };
  useListKeys({ k: () => go(beside?.newer), j: () => go(beside?.older) });
  return (
    <span className="flex shrink-0">
      <IconButton label="Previous" shortcut="k" size="small" disabled={beside?.newer == null} onClick={() => go(beside?.newer)}>
        <ChevronUp aria-hidden="true" />
      </IconButton>
      <IconButton label="Next" shortcut="j" size="small" disabled={beside?.older == null} onClick={() => go(beside?.older)}>
        <ChevronDown aria-hidden="true" />
      </IconButton>
    </span>
  );
}
