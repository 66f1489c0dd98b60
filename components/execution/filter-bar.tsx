"use client";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button.tsx";
import { fleetNamesOptions } from "@/lib/browser/execution-queries.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { EXECUTION_STATUSES, type ExecutionStatus } from "@/lib/domain/execution.ts";
import { EVERYTHING, type ExecutionSearch, isNarrowed } from "@/lib/domain/execution-search.ts";
import { type facetCounts, STATUS_WORDS } from "@/lib/view/execution-words.ts";
import { type FacetOption, FacetPicker } from "./facet-picker.tsx";
import { WordsField } from "./words-field.tsx";

type FilterBarProps = {
  readonly search: ExecutionSearch;
  readonly onChange: (search: ExecutionSearch, how: "push" | "replace") => void;
  readonly counts: ReturnType<typeof facetCounts>;
  readonly wordsField: RefObject<HTMLInputElement | null>;
};

/** What the list is narrowed to, and by what it can be. */
export function FilterBar({ search, onChange, counts, wordsField }: FilterBarProps) {
  const client = useSupabase();
  const fleet = useQuery(fleetNamesOptions(client, useWorkspace().id));
  const agentIds = fleet.data?.map((agent) => agent.id) ?? [];
  const taskTypes = fleet.data?.flatMap((agent) => agent.taskTypes) ?? [];
  const push = (part: Partial<ExecutionSearch>) => onChange({ ...search, ...part }, "push");
  const statusOptions = EXECUTION_STATUSES.map((value) => ({ value, label: STATUS_WORDS[value], count: counts.status.get(value) }));
  const isStatus = (value: string): value is ExecutionStatus => EXECUTION_STATUSES.some((status) => status === value);
  const empty = fleet.isPending ? "Loading" : "No agent has reported yet.";
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <WordsField field={wordsField} words={search.words} onChange={(words) => onChange({ ...search, words }, "replace")} />
        <FacetPicker
          name="Status"
          options={statusOptions}
          chosen={search.statuses}
          onChange={(chosen) => push({ statuses: chosen.filter(isStatus) })}
          empty=""
        />
        <FacetPicker
          name="Agent"
          options={toOptions([...agentIds, ...search.agentIds], counts.agent)}
          chosen={search.agentIds}
          onChange={(chosen) => push({ agentIds: chosen })}
          empty={empty}
        />
        <FacetPicker
          name="Task type"
          options={toOptions([...taskTypes, ...search.taskTypes], counts.task)}
          chosen={search.taskTypes}
          onChange={(chosen) => push({ taskTypes: chosen })}
          empty={empty}
        />
      </div>
      <Chips search={search} onChange={(next) => onChange(next, "push")} />
    </div>
  );
}

function toOptions(names: readonly string[], counts: ReadonlyMap<string, number>): readonly FacetOption[] {
  return [...new Set(names)].sort().map((value) => ({ value, label: value, count: counts.get(value) }));
}

function Chips({ search, onChange }: { readonly search: ExecutionSearch; readonly onChange: (search: ExecutionSearch) => void }) {
  if (!isNarrowed(search)) return null;
  const without = <T,>(list: readonly T[], value: T) => list.filter((each) => each !== value);
  const chips = [
    ...search.statuses.map((status) => ({
      kind: "Status",
      text: STATUS_WORDS[status],
      rest: { ...search, statuses: without(search.statuses, status) },
    })),
    ...search.agentIds.map((agent) => ({ kind: "Agent", text: agent, rest: { ...search, agentIds: without(search.agentIds, agent) } })),
    ...search.taskTypes.map((task) => ({ kind: "Task type", text: task, rest: { ...search, taskTypes: without(search.taskTypes, task) } })),
    ...(search.words === "" ? [] : [{ kind: "Words", text: search.words, rest: { ...search, words: "" } }]),
  ];
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map((chip) => (
        <li key={`${chip.kind} ${chip.text}`}>
          <Button
            size="small"
            className="max-w-72 gap-1 font-normal"
            aria-label={`Remove ${chip.kind} ${chip.text}`}
            onClick={() => onChange(chip.rest)}
          >
            <span className="text-muted">{chip.kind}</span>
            <span className="truncate">{chip.text}</span>
            <X aria-hidden="true" className="text-muted" />
          </Button>
        </li>
      ))}
      <li>
        <Button variant="quiet" size="small" onClick={() => onChange(EVERYTHING)}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}
