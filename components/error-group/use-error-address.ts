import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { GroupState } from "@/lib/domain/error-group.ts";
import { parseGroupSearch, parseGroupSort, writeStates } from "@/lib/view/error-group-search.ts";

const SELECTED = "group";
/** Marks a step of the history that opened the panel: closing it goes that step back. */
const OPENED_HERE = "windvaneOpenedGroup";

/**
 * What the page's address asks for, and how to change it. Agents and task types are asked of the database, so the page is asked for again;
 * the rest stays in the browser.
 */
export function useErrorAddress() {
  const parameters = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const search = useMemo(
    () => parseGroupSearch(Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]))),
    [parameters],
  );
  const selectedId = parameters.get(SELECTED);
  const addressWith = (name: string, values: readonly string[]) => {
    const next = new URLSearchParams(parameters);
    next.delete(name);
    for (const value of values) if (value !== "") next.append(name, value);
    return next.size === 0 ? pathname : `${pathname}?${next}`;
  };
  const replace = (name: string, values: readonly string[]) => window.history.replaceState(null, "", addressWith(name, values));
  /** Takes the filters off; range and order stay. */
  const clear = () => {
    const next = new URLSearchParams(parameters);
    for (const name of ["q", "state", "agent", "task"]) next.delete(name);
    router.push(next.size === 0 ? pathname : `${pathname}?${next}`, { scroll: false });
  };
  const openPanel = (id: string) => {
    const address = addressWith(SELECTED, [id]);
    if (selectedId === null) window.history.pushState({ [OPENED_HERE]: true }, "", address);
    else window.history.replaceState({ [OPENED_HERE]: isOpenedHere() }, "", address);
  };
  const closePanel = () => {
    if (isOpenedHere()) window.history.back();
    else replace(SELECTED, []);
  };
  return {
    search,
    sort: parseGroupSort(parameters.get("sort")),
    selectedId,
    openPanel,
    closePanel,
    setWords: (words: string) => replace("q", [words]),
    setSort: (sort: string | null) => replace("sort", sort === null ? [] : [sort]),
    setStates: (states: readonly GroupState[]) => window.history.pushState(null, "", addressWith("state", writeStates(states))),
    setNames: (name: "agent" | "task", values: readonly string[]) => router.push(addressWith(name, values), { scroll: false }),
    clear,
  };
}

function isOpenedHere(): boolean {
  const state: unknown = window.history.state;
  return typeof state === "object" && state !== null && OPENED_HERE in state && state[OPENED_HERE] === true;
}
