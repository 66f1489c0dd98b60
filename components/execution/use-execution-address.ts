import { usePathname, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useTimeRange } from "@/components/shell/use-time-range.ts";
import {
  EXECUTION_SEARCH_PARAMETERS,
  type ExecutionSearch,
  parseExecutionSearch,
  writeExecutionSearch,
} from "@/lib/domain/execution-search.ts";
import type { SearchParameters } from "@/lib/domain/time-range.ts";

/** Names the execution whose panel is open. */
const SELECTED_PARAMETER = "execution";

/** Marks a step of the history that opened the panel: closing it goes that step back. */
const OPENED_HERE = "windvaneOpenedPanel";

/**
 * What the page's address asks for, and how to change it. Changes stay in the browser: the list asks the database itself. `push`
 * is a step that "back" takes back.
 */
export function useExecutionAddress() {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const range = useTimeRange();
  const read = useMemo(() => parseExecutionSearch(toRecord(parameters)), [parameters]);

  const selectedId = parameters.get(SELECTED_PARAMETER);
  const addressOf = (next: URLSearchParams) => (next.size === 0 ? pathname : `${pathname}?${next}`);
  const setSearch = (search: ExecutionSearch, how: "push" | "replace" = "push") => {
    const address = addressOf(withSearch(parameters, search));
    if (how === "push") window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  };
  /** Opening is a step in the history, going from one to the next is none. */
  const openPanel = (id: string) => {
    const next = new URLSearchParams(parameters);
    next.set(SELECTED_PARAMETER, id);
    if (selectedId === null) window.history.pushState({ [OPENED_HERE]: true }, "", addressOf(next));
    else window.history.replaceState({ [OPENED_HERE]: isOpenedHere() }, "", addressOf(next));
  };
  const closePanel = () => {
    if (isOpenedHere()) return window.history.back();
    const next = new URLSearchParams(parameters);
    next.delete(SELECTED_PARAMETER);
    window.history.replaceState(null, "", addressOf(next));
  };
  return { ...read, range, selectedId, setSearch, openPanel, closePanel };
}

/** The parameters with another search in them; everything else stays. */
export function withSearch(parameters: URLSearchParams, search: ExecutionSearch): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const name of EXECUTION_SEARCH_PARAMETERS) next.delete(name);
  for (const [name, value] of writeExecutionSearch(search)) next.append(name, value);
  return next;
}

function isOpenedHere(): boolean {
  const state: unknown = window.history.state;
  return typeof state === "object" && state !== null && OPENED_HERE in state && state[OPENED_HERE] === true;
}

function toRecord(parameters: URLSearchParams): SearchParameters {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}
