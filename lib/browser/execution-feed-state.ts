import { useState } from "react";
import { EMPTY_FEED, type ExecutionFeed, type FeedMode, type FeedRules, settleFeed } from "../view/execution-feed.ts";

type FeedState = { readonly key: string; readonly mode: FeedMode; readonly feed: ExecutionFeed };

/**
 * The feed of the list that `key` names. Another list begins with nothing; under another mode, what waits is judged anew before
 * anything is drawn. A change that comes for a list no longer shown is dropped.
 */
export function useFeedState(key: string, rules: FeedRules) {
  const [state, setState] = useState<FeedState>({ key, mode: rules.mode, feed: EMPTY_FEED });
  const known = state.key === key ? state.feed : EMPTY_FEED;
  const feed = state.mode === rules.mode || known === EMPTY_FEED ? known : settleFeed(known, rules);
  if (state.key !== key || state.mode !== rules.mode) setState({ key, mode: rules.mode, feed });
  const change = (next: (feed: ExecutionFeed) => ExecutionFeed) =>
    setState((last) => (last.key === key ? { ...last, feed: next(last.feed) } : last));
  return { feed, change };
}
