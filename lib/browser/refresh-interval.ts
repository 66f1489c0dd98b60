import type { LiveState } from "./workspace-channel.tsx";

/** What was announced just before a page was opened is announced to it no more, and is in the rollups this much later. */
const FIRST_AGAIN_MS = 3000;
/** A fleet that fell silent announces nothing, and yet its last five minutes empty themselves. */
const AGAIN_MS = 30_000;

/**
 * How long after a reading the next is due though nothing was announced, for `refetchInterval`: false while the page holds still or the
 * connection is lost, and for a range that does not move.
 */
export function refreshInterval(isMoving: boolean, { kind }: LiveState) {
  if (!isMoving || kind === "paused" || kind === "offline") return false;
  return (query: { readonly state: { readonly dataUpdateCount: number } }): number =>
    query.state.dataUpdateCount === 0 ? FIRST_AGAIN_MS : AGAIN_MS;
}
