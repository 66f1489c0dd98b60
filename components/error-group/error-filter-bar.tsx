"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FacetPicker } from "@/components/execution/facet-picker.tsx";
import { Input } from "@/components/ui/input.tsx";
import { fleetNamesOptions } from "@/lib/browser/execution-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { type ErrorGroup, GROUP_STATES, type GroupState, groupState } from "@/lib/domain/error-group.ts";
import { STATE_WORDS } from "@/lib/view/error-group-words.ts";
import type { useErrorAddress } from "./use-error-address.ts";

type ErrorFilterBarProps = {
  readonly address: ReturnType<typeof useErrorAddress>;
  /** All of the range, to count how many are in each state. */
  readonly groups: readonly ErrorGroup[];
  readonly nowMs: number;
};

/** What the list is narrowed to, and by what it can be. */
export function ErrorFilterBar({ address, groups, nowMs }: ErrorFilterBarProps) {
  const { search } = address;
  const fleet = useQuery(fleetNamesOptions(useSupabase(), useWorkspace().id));
  // Its own state: the address follows a moment later, and a field must not.
  const [words, setWords] = useState(search.words);
  const [seen, setSeen] = useState(search.words);
  if (search.words !== seen) {
    setSeen(search.words);
    if (search.words !== words.trim()) setWords(search.words);
  }
  const find = (next: string) => {
    setWords(next);
    address.setWords(next);
  };
  const isState = (value: string): value is GroupState => GROUP_STATES.some((state) => state === value);
  const stateOptions = GROUP_STATES.map((value) => ({
    value,
    label: STATE_WORDS[value],
    count: groups.filter((group) => groupState(group, nowMs) === value).length,
  }));
  const names = (values: readonly string[]) => [...new Set(values)].sort().map((value) => ({ value, label: value, count: undefined }));
  const empty = fleet.isPending ? "Loading" : "No agent has reported yet.";
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-2">
      <Input
        type="search"
        aria-label="Words in the error"
        placeholder="Find words"
        maxLength={200}
        value={words}
        onChange={(event) => find(event.target.value)}
        className="w-full sm:w-64"
      />
      <FacetPicker
        name="State"
        options={stateOptions}
        chosen={search.states}
        onChange={(chosen) => address.setStates(chosen.filter(isState))}
        empty=""
      />
      <FacetPicker
        name="Agent"
        options={names([...(fleet.data?.map((agent) => agent.id) ?? []), ...search.agentIds])}
        chosen={search.agentIds}
        onChange={(chosen) => address.setNames("agent", chosen)}
        empty={empty}
      />
      <FacetPicker
        name="Task type"
        options={names([...(fleet.data?.flatMap((agent) => agent.taskTypes) ?? []), ...search.taskTypes])}
        chosen={search.taskTypes}
        onChange={(chosen) => address.setNames("task", chosen)}
        empty={empty}
      />
    </div>
  );
}
