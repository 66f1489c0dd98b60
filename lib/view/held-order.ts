/** The rows in the order of `ids` as they were held; what is new comes after them, in its own order, and what is gone is left out. */
export function inHeldOrder<T>(rows: readonly T[], ids: readonly string[], idOf: (row: T) => string): readonly T[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = (row: T): number => places.get(idOf(row)) ?? ids.length;
  return [...rows].sort((a, b) => placeOf(a) - placeOf(b));
}
