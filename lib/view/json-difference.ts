import type { Json } from "../domain/execution.ts";

/** One place in which two values differ: what stood there before, what stands there after. `path` is written as in `$.letters[2].to`. */
export type JsonChange =
  | { readonly kind: "added"; readonly path: string; readonly after: Json }
  | { readonly kind: "removed"; readonly path: string; readonly before: Json }
  | { readonly kind: "changed"; readonly path: string; readonly before: Json; readonly after: Json };

/** Where two values differ, in the order of reading. `isCut` when there were more places than are told. */
export type JsonDifference = { readonly changes: readonly JsonChange[]; readonly isCut: boolean };

/** More than anybody reads. */
const MOST_CHANGES = 200;
/** Deeper values are told as changed whole. */
const MOST_DEPTH = 64;
/** Lists longer than this between their common ends are compared place by place: the table below grows with the square. */
const MOST_ALIGNED = 200;

/**
 * The structural difference of two JSON values: objects by key, whatever the order of keys; lists by their longest common subsequence, so
 * that one item put in at the head is one addition. Quadratic in the part of a list that differs, up to 200 items.
 * **Source:** the recurrence of the longest common subsequence, R. Wagner and M. Fischer, "The String-to-String Correction Problem",
 * JACM 21(1), 1974.
 */
export function jsonDifference(before: Json, after: Json): JsonDifference {
  const changes: JsonChange[] = [];
  compare(changes, { path: "$", before, after, depth: 0 });
  return { changes: changes.slice(0, MOST_CHANGES), isCut: changes.length > MOST_CHANGES };
}

/** Whether two values are the same, whatever the order of keys. */
export function isSameJson(one: Json, other: Json): boolean {
  if (one === other) return true;
  if (isBranch(one) && isBranch(other)) {
    const keys = Object.keys(one);
    const others = new Map(Object.entries(other));
    if (isList(one) !== isList(other) || keys.length !== others.size) return false;
    return Object.entries(one).every(([key, value]) => {
      const match = others.get(key);
      return match !== undefined && isSameJson(value, match);
    });
  }
  return false;
}

type Pair<T extends Json = Json> = { readonly path: string; readonly before: T; readonly after: T; readonly depth: number };

function compare(changes: JsonChange[], { path, before, after, depth }: Pair): void {
  if (changes.length > MOST_CHANGES || isSameJson(before, after)) return;
  const isDeep = depth >= MOST_DEPTH;
  if (!isDeep && isList(before) && isList(after)) compareLists(changes, { path, before, after, depth });
  else if (!isDeep && isObject(before) && isObject(after)) compareObjects(changes, { path, before, after, depth });
  else changes.push({ kind: "changed", path, before, after });
}

function compareObjects(changes: JsonChange[], { path, before, after, depth }: Pair<JsonObject>): void {
  const old = new Map(Object.entries(before));
  const young = new Map(Object.entries(after));
  for (const key of new Set([...old.keys(), ...young.keys()])) {
    const place = `${path}${keyText(key)}`;
    const was = old.get(key);
    const is = young.get(key);
    if (was === undefined && is !== undefined) changes.push({ kind: "added", path: place, after: is });
    else if (was !== undefined && is === undefined) changes.push({ kind: "removed", path: place, before: was });
    else if (was !== undefined && is !== undefined) compare(changes, { path: place, before: was, after: is, depth: depth + 1 });
  }
}

function compareLists(changes: JsonChange[], { path, before, after, depth }: Pair<readonly Json[]>): void {
  const { start, oldEnd, newEnd } = differingPart(before, after);
  const kept = commonItems(before.slice(start, oldEnd), after.slice(start, newEnd));
  let [old, young] = [start, start];
  for (const [oldAt, youngAt] of [...kept.map(([a, b]) => [a + start, b + start] as const), [oldEnd, newEnd] as const]) {
    // Between two kept items: what stands in the same place was changed, the rest was taken away or put in.
    for (; old < oldAt || young < youngAt; old += 1, young += 1) {
      const was = old < oldAt ? before[old] : undefined;
      const is = young < youngAt ? after[young] : undefined;
      if (was !== undefined && is !== undefined) compare(changes, { path: `${path}[${young}]`, before: was, after: is, depth: depth + 1 });
      else if (is !== undefined) changes.push({ kind: "added", path: `${path}[${young}]`, after: is });
      else if (was !== undefined) changes.push({ kind: "removed", path: `${path}[${old}]`, before: was });
    }
    [old, young] = [oldAt + 1, youngAt + 1];
  }
}

function differingPart(before: readonly Json[], after: readonly Json[]) {
  const same = (a: number, b: number) => isSameJson(before[a] ?? null, after[b] ?? null);
  let start = 0;
  while (start < before.length && start < after.length && same(start, start)) start += 1;
  let [oldEnd, newEnd] = [before.length, after.length];
  while (oldEnd > start && newEnd > start && same(oldEnd - 1, newEnd - 1)) [oldEnd, newEnd] = [oldEnd - 1, newEnd - 1];
  return { start, oldEnd, newEnd };
}

/** The places of items that both lists hold in the same order, as pairs. None of lists that are too long to align. */
function commonItems(before: readonly Json[], after: readonly Json[]): readonly (readonly [number, number])[] {
  if (before.length > MOST_ALIGNED || after.length > MOST_ALIGNED) return [];
  const isSame = before.map((was) => after.map((is) => isSameJson(was, is)));
  // longest[i][j]: how many items the rests from i and from j have in common.
  const longest = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  const read = (i: number, j: number) => longest[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = longest[i] ?? [];
    for (let j = after.length - 1; j >= 0; j -= 1)
      row[j] = isSame[i]?.[j] ? read(i + 1, j + 1) + 1 : Math.max(read(i + 1, j), read(i, j + 1));
  }
  const pairs: (readonly [number, number])[] = [];
  for (let [i, j] = [0, 0]; i < before.length && j < after.length; ) {
    if (isSame[i]?.[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (read(i + 1, j) >= read(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

type JsonObject = { readonly [key: string]: Json };

function isBranch(value: Json): value is JsonObject | readonly Json[] {
  return typeof value === "object" && value !== null;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is JsonObject {
  return isBranch(value) && !isList(value);
}

function keyText(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}
