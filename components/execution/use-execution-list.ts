import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { executionCountsOptions, type FirstExecutions } from "@/lib/browser/execution-queries.ts";
import { useLiveRefresh } from "@/lib/browser/live-refresh.ts";
import { useSupabase } from "@/lib/browser/supabase.tsx";
import { useLiveExecutions } from "@/lib/browser/use-live-executions.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { type ExecutionQuestion, executionListKey } from "@/lib/domain/execution-search.ts";
import { findExecution } from "@/lib/view/execution-feed.ts";
import { listQuery } from "@/lib/view/execution-views.ts";
import { facetCounts } from "@/lib/view/execution-words.ts";
import { useExecutionAddress } from "./use-execution-address.ts";
import { type ListKeys, useListKeys } from "./use-list-keys.ts";

/** Figures of a range move slowly; they need not be asked for with every announcement. */
const COUNT_EVERY_MS = 10_000;

/** A pointer that moves over the rows is about to press one: they hold still for so long after it rests. */
const AIM_MS = 1200;

/** What the page of executions shows, and what can be done on it. */
export function useExecutionList(first: FirstExecutions & { readonly key: string }, path: string) {
  const address = useExecutionAddress();
  const { search, range, selectedId } = address;
  const workspaceId = useWorkspace().id;
  const question = useMemo(() => ({ workspaceId, search, range }), [workspaceId, search, range]);
  const key = executionListKey(question);
  const [wantsToFollow, setWantsToFollow] = useState(true);
  const [isAtTop, setAtTop] = useState(true);
  const [pointedId, setPointedId] = useState<string | null>(null);
  const { isAiming, aim } = useAiming();
  const currentId = selectedId ?? pointedId;
  const isFree = isAtTop && currentId === null && !isAiming;
  const executions = useLiveExecutions(question, wantsToFollow && isFree, first.key === key ? first : undefined);
  const { counts, facets } = useCounts(question);
  const scroller = useRef<HTMLDivElement>(null);
  const wordsField = useRef<HTMLInputElement>(null);

  const goToTop = () => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => goToTop(), [key]);
  const open = useStable((id: string) => {
    setPointedId(id);
    address.openPanel(id);
  });
  const showWaiting = () => {
    if (selectedId === null) setPointedId(null);
    goToTop();
    void executions.showWaiting();
  };
  const { rows } = executions;
  // A relative that was opened from the panel need not be in the list: one goes on from the row that led to it.
  const own = findExecution(rows, currentId ?? "");
  const index = own >= 0 ? own : findExecution(rows, pointedId ?? "");
  const beside = { previous: rows[index - 1]?.id ?? null, next: index < 0 ? null : (rows[index + 1]?.id ?? null) };
  const move = (id: string | null | undefined) => {
    if (id == null) return;
    setPointedId(id);
    if (selectedId !== null) address.openPanel(id);
  };
  const step = (to: "previous" | "next") => move(index < 0 ? rows[0]?.id : beside[to]);
  const router = useRouter();
  useListKeys({
    ...both(["j", "ArrowDown"], () => step("next")),
    ...both(["k", "ArrowUp"], () => step("previous")),
    ...(selectedId !== null && { l: () => step("next"), h: () => step("previous") }),
    Home: () => move(rows[0]?.id),
    End: () => move(rows.at(-1)?.id),
    Enter: () => (currentId === null ? undefined : open(currentId)),
    o: () => (currentId === null ? undefined : router.push(`${path}/${currentId}?${listQuery(search, range)}`)),
    n: showWaiting,
    "/": () => wordsField.current?.select(),
    Escape: () => setPointedId(null),
  });
  return {
    ...{ address, executions, counts, facets, scroller, wordsField, currentId, beside, aim, open, move, showWaiting },
    ...{ wantsToFollow, setWantsToFollow, setAtTop },
  };
}

/** What {@link useExecutionList} gives. */
export type ExecutionListView = ReturnType<typeof useExecutionList>;

function both(keys: readonly string[], act: () => void): ListKeys {
  return Object.fromEntries(keys.map((key) => [key, act]));
}

/** The figures of the range, and what they count for the filters. */
function useCounts(question: ExecutionQuestion) {
  const options = executionCountsOptions(useSupabase(), question.workspaceId, question.range);
  const { data } = useQuery(options);
  useLiveRefresh(options.queryKey, COUNT_EVERY_MS);
  const facets = useMemo(() => facetCounts(data ?? []), [data]);
  return { counts: data, facets };
}

/** Always the same function, which calls the newest `callback`: a list of memoised rows is not drawn anew for it. */
function useStable<T>(callback: (value: T) => void): (value: T) => void {
  const newest = useRef(callback);
  useEffect(() => {
    newest.current = callback;
  });
  return useCallback((value: T) => newest.current(value), []);
}

function useAiming() {
  const [isAiming, setAiming] = useState(false);
  const rest = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);
  const aim = useCallback(() => {
    setAiming(true);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => setAiming(false), AIM_MS);
  }, []);
  return { isAiming, aim };
}
