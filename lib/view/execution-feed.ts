import { type ExecutionSummary, isEnded } from "../domain/execution.ts";

/** A page of a list as it was asked for; `more` when older executions follow. Newest first, by id. */
export type ExecutionPage = { readonly rows: readonly ExecutionSummary[]; readonly more: boolean };

/** What happened to a list since its pages were asked for. */
export type ExecutionFeed = {
  /** In the list: new rows and newer versions of its rows; null for a row that left it. */
  readonly taken: ReadonlyMap<string, ExecutionSummary | null>;
  /** Not in the list yet, so that nothing moves while it is read. */
  readonly waiting: ReadonlyMap<string, ExecutionSummary>;
  /** How many were announced without being named: only the database knows them. */
  readonly untold: number;
};

/** Nothing has happened. */
export const EMPTY_FEED: ExecutionFeed = { taken: new Map(), waiting: new Map(), untold: 0 };

/** What is done with news: `follow` lets them in, `hold` updates rows in place and lets new ones wait, `paused` lets all wait. */
export type FeedMode = "follow" | "hold" | "paused";

/** How news are judged: by the mode, by what the pages hold, and by the list's question. */
export type FeedRules = {
  readonly mode: FeedMode;
  readonly isPaged: (id: string) => boolean;
  readonly match: (execution: ExecutionSummary) => "yes" | "maybe" | "no";
};

/** More than this is asked for anew rather than kept. */
const MOST_WAITING = 1000;

/** The feed after an announcement: `executions` are named, `total` counts all that it was about. Linear. */
export function receiveExecutions(
  feed: ExecutionFeed,
  news: { readonly executions: readonly ExecutionSummary[]; readonly total: number },
  rules: FeedRules,
): ExecutionFeed {
  const taken = new Map(feed.taken);
  const waiting = new Map(feed.waiting);
  let untold = feed.untold + Math.max(0, news.total - news.executions.length);
  for (const each of news.executions) {
    const execution = newerOf(taken.get(each.id) ?? waiting.get(each.id), each);
    const place = placeFor(execution, isListed(taken, execution.id, rules), rules);
    if (place === "waiting" && waiting.size >= MOST_WAITING && !waiting.has(execution.id)) untold += 1;
    else if (place === "waiting") waiting.set(execution.id, execution);
    else waiting.delete(execution.id);
    if (place === "taken") taken.set(execution.id, execution);
    if (place === "left") taken.set(execution.id, null);
  }
  return { taken, waiting, untold };
}

/** Lets in what waits, as far as the rules' mode lets it, and lets go of what no longer belongs when following. */
export function settleFeed(feed: ExecutionFeed, rules: FeedRules): ExecutionFeed {
  const waiting = [...feed.waiting.values()];
  const shown = rules.mode === "follow" ? [...feed.taken.values()].filter((row) => row !== null) : [];
  return receiveExecutions(
    { ...feed, waiting: new Map() },
    { executions: [...shown, ...waiting], total: shown.length + waiting.length },
    rules,
  );
}

/** How many that wait are new to the list, and how many are newer versions of its rows. */
export function countWaiting(feed: ExecutionFeed, isPaged: (id: string) => boolean): { readonly fresh: number; readonly changed: number } {
  let changed = 0;
  for (const id of feed.waiting.keys()) if (isListed(feed.taken, id, { isPaged })) changed += 1;
  return { fresh: feed.waiting.size - changed, changed };
}

/** The rows of a list: its pages with what the feed let in, newest first. Linear but for the sort of the feed. */
export function mergeFeed(pages: readonly ExecutionPage[], taken: ExecutionFeed["taken"]): readonly ExecutionSummary[] {
  const paged = pages.flatMap((page) => page.rows);
  if (taken.size === 0) return paged;
  const rows: ExecutionSummary[] = [];
  const live = [...taken].sort(([a], [b]) => (a < b ? 1 : -1));
  let next = 0;
  for (const row of paged) {
    for (let entry = live[next]; entry !== undefined && entry[0] > row.id; entry = live[++next]) if (entry[1] !== null) rows.push(entry[1]);
    const entry = live[next];
    if (entry?.[0] !== row.id) {
      rows.push(row);
      continue;
    }
    next += 1;
    if (entry[1] !== null) rows.push(newerOf(row, entry[1]));
  }
  // What is older than the last page belongs to one that is still to come.
  const isWhole = pages.at(-1)?.more !== true;
  if (isWhole) for (const [, row] of live.slice(next)) if (row !== null) rows.push(row);
  return rows;
}

/** The position of an id in rows that are sorted newest first; -1 when it is not there. Logarithmic. */
export function findExecution(rows: readonly ExecutionSummary[], id: string): number {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle]?.id ?? "";
    if (found === id) return middle;
    if (found > id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Whether there may be rows between a new first page and the newest row that is known. */
export function hasGap(rows: readonly ExecutionSummary[], head: readonly ExecutionSummary[]): boolean {
  const known = rows[0];
  const oldest = head.at(-1);
  return known !== undefined && oldest !== undefined && oldest.id > known.id;
}

/**
 * The feed after a first page was read anew. The database found its rows, so they match. When following, rows of the pages that
 * lie within its span and are not in it have left the list.
 */
export function absorbHead(
  feed: ExecutionFeed,
  head: { readonly rows: readonly ExecutionSummary[]; readonly isGap: boolean; readonly paged: readonly ExecutionSummary[] },
  rules: FeedRules,
): ExecutionFeed {
  const taken = new Map(feed.taken);
  const found = new Set(head.rows.map((row) => row.id));
  const oldest = head.rows.at(-1)?.id ?? "";
  for (const row of rules.mode === "follow" ? head.paged : []) {
    if (row.id < oldest) break;
    if (!found.has(row.id) && !taken.has(row.id)) taken.set(row.id, null);
  }
  const news = { executions: head.rows, total: head.rows.length };
  return receiveExecutions({ ...feed, taken, untold: head.isGap ? 1 : 0 }, news, { ...rules, match: () => "yes" });
}

/**
 * What a feed still tells about a list that begins anew with `head`: newer versions of its rows, and rows newer than it, which
 * `isByWords` leaves to the database.
 */
export function keepAnnounced(feed: ExecutionFeed, head: readonly ExecutionSummary[], isByWords: boolean): ExecutionFeed {
  const ids = new Set(head.map((row) => row.id));
  const newest = head[0]?.id ?? "";
  const taken = [...feed.taken, ...feed.waiting].filter(([id]) => ids.has(id) || (!isByWords && id > newest));
  return { ...EMPTY_FEED, taken: new Map(taken) };
}

/** Of two versions of one execution the one that ended: what has ended does not run again. Else the second. */
function newerOf(known: ExecutionSummary | null | undefined, told: ExecutionSummary): ExecutionSummary {
  return known && isEnded(known.status) && !isEnded(told.status) ? known : told;
}

function isListed(taken: ExecutionFeed["taken"], id: string, { isPaged }: Pick<FeedRules, "isPaged">): boolean {
  const entry = taken.get(id);
  return entry === undefined ? isPaged(id) : entry !== null;
}

function placeFor(execution: ExecutionSummary, listed: boolean, rules: FeedRules): "taken" | "waiting" | "left" | "nowhere" {
  const match = rules.match(execution);
  if (rules.mode === "paused") return listed || match !== "no" ? "waiting" : "nowhere";
  if (listed) return rules.mode === "follow" && match === "no" ? "left" : "taken";
  if (match === "no") return "nowhere";
  return rules.mode === "follow" && match === "yes" ? "taken" : "waiting";
}
