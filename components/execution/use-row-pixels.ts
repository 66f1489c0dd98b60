import { useSyncExternalStore } from "react";

/** A phone's rows have two lines. The stylesheet says the same by `--row`. */
const NARROW = "(width < 40rem)";

/** How high a row of the list is, in pixels. */
export function useRowPixels(): number {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => (window.matchMedia(NARROW).matches ? 56 : 32),
    () => 32,
  );
}
