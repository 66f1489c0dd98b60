import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useMemo } from "react";
import type { ExecutionSummary } from "../domain/execution.ts";
import { type ExecutionQuestion, executionListKey, FIRST_PAGE_ROWS, matchExecution } from "../domain/execution-search.ts";
import {
  absorbHead,
  countWaiting,
  EMPTY_FEED,
  type FeedMode,
  type FeedRules,
  findExecution,
  hasGap,
  keepAnnounced,
  mergeFeed,
  receiveExecutions,
  settleFeed,
} from "../view/execution-feed.ts";
import { useFeedState } from "./execution-feed-state.ts";
import { executionHeadOptions, executionListOptions, type FirstExecutions, toFirstPage } from "./execution-queries.ts";
import { useSupabase } from "./supabase.tsx";
import { type ExecutionAnnouncement, useExecutionAnnouncements, useLiveState, usePausedAnnouncements } from "./workspace-channel.tsx";

/** A page that follows for days must not grow for days: from so many rows on it keeps the newest. */
const MOST_FOLLOWED_ROWS = 2000;

/** Where only the database can tell what is new, it is asked at most this often. */
const ASK_EVERY_MS = 1000;

/**
 * A list of executions that is kept current by announcements. With `isFollowing`, news flow in; without, rows are updated in
 * place and new ones wait until `showWaiting`. While the page is paused everything waits.
 */
export function useLiveExecutions(question: ExecutionQuestion, isFollowing: boolean, first?: FirstExecutions) {
  const live = useLiveState();
  const { list, head, restart } = useExecutionQueries(question, first);
  const pages = list.data?.pages;
  const paged = useMemo(() => (pages ?? []).flatMap((page) => page.rows), [pages]);
  const rules: FeedRules = {
    mode: live.kind === "paused" ? "paused" : isFollowing ? "follow" : "hold",
    isPaged: (id) => findExecution(paged, id) >= 0,
    match: (row) => matchExecution(row, question, Date.now()),
  };
  const { feed, change } = useFeedState(executionListKey(question), rules);
  const rows = useMemo(() => mergeFeed(pages ?? [], feed.taken), [pages, feed.taken]);
  const receive = (news: ExecutionAnnouncement) => change((last) => receiveExecutions(last, news, rules));
  useExecutionAnnouncements(receive);
  usePausedAnnouncements(receive);

  const isByWords = question.search.words !== "";
  const beginWith = async (newest: readonly ExecutionSummary[]) => {
    await restart(newest, newest.length === FIRST_PAGE_ROWS);
    change((last) => keepAnnounced(last, newest, isByWords));
  };
  const takeHead = useEffectEvent((newest: readonly ExecutionSummary[]) => {
    if (rules.mode === "paused") return;
    const isGap = newest.length === FIRST_PAGE_ROWS && hasGap(rows, newest);
    if (isGap && rules.mode === "follow") void beginWith(newest);
    else change((last) => absorbHead(isByWords ? { ...last, waiting: EMPTY_FEED.waiting } : last, { rows: newest, isGap, paged }, rules));
  });
  useEffect(() => {
    if (head.data !== undefined && head.dataUpdatedAt > 0) takeHead(head.data);
  }, [head.data, head.dataUpdatedAt]);

  const mustAsk = feed.untold > 0 || (isByWords && feed.waiting.size > 0);
  useAsking({ mode: rules.mode, mustAsk, ask: () => void head.refetch() });
  const fold = useEffectEvent((most: number) => {
    if (list.isFetchingNextPage || feed.taken.size === 0) return;
    void restart(rows.slice(0, most), rows.length > most || list.hasNextPage);
    change((last) => ({ ...last, taken: EMPTY_FEED.taken }));
  });
  const catchUp = useEffectEvent(() => {
    // What was taken before is as old as the pages now: the newest rows from the database shall judge both.
    fold(Number.POSITIVE_INFINITY);
    void head.refetch();
  });
  // Between the server's reading and the channel's opening, and while the connection was lost, nobody listened.
  useEffect(() => {
    if (live.kind === "live") catchUp();
  }, [live.kind]);
  const isLong = rules.mode === "follow" && feed.taken.size > MOST_FOLLOWED_ROWS;
  useEffect(() => {
    if (isLong) fold(FIRST_PAGE_ROWS);
  }, [isLong]);

  const showWaiting = async () => {
    const { data } = mustAsk ? await head.refetch() : { data: undefined };
    if (data !== undefined) await beginWith(data);
    else change((last) => settleFeed(last, { ...rules, mode: "follow" }));
  };
  const waiting = { ...countWaiting(feed, rules.isPaged), isAtLeast: feed.untold > 0, isMaybe: isByWords };
  return { list, rows, waiting, mode: rules.mode, live, showWaiting };
}

/** What {@link useLiveExecutions} gives. */
export type LiveExecutions = ReturnType<typeof useLiveExecutions>;

/** The list, the look for what is newer, and how to put other rows in the list's place. */
function useExecutionQueries(question: ExecutionQuestion, first: FirstExecutions | undefined) {
  const client = useSupabase();
  const queries = useQueryClient();
  const options = executionListOptions(client, question, first);
  const list = useInfiniteQuery(options);
  const head = useQuery({ ...executionHeadOptions(client, question, first), enabled: list.isSuccess && !list.isPlaceholderData });
  const restart = async (rows: readonly ExecutionSummary[], more: boolean) => {
    // A page under way would put back the rows that it was asked for with.
    await queries.cancelQueries({ queryKey: options.queryKey });
    queries.setQueryData(options.queryKey, { pages: [{ ...toFirstPage(rows), more }], pageParams: [null] });
  };
  return { list, head, restart };
}

/** While following, asks for what announcements could not tell. */
function useAsking({ mode, mustAsk, ask }: { readonly mode: FeedMode; readonly mustAsk: boolean; readonly ask: () => void }): void {
  const askNow = useEffectEvent(ask);
  useEffect(() => {
    if (mode !== "follow" || !mustAsk) return;
    const timer = setTimeout(() => askNow(), ASK_EVERY_MS);
    return () => clearTimeout(timer);
  }, [mode, mustAsk]);
}
