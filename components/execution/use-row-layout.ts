import { useSyncExternalStore } from "react";

/** A phone's rows have two lines. The stylesheet says the same by `--row`. */
const NARROW = "(width < 40rem)";

/** How rows are laid out; `both` until the browser's width is known, the stylesheet then shows the one that fits. */
export type RowLayout = "wide" | "narrow" | "both";

/** How high a row is, in pixels. */
export const ROW_PIXELS: Readonly<Record<RowLayout, number>> = { wide: 32, narrow: 56, both: 32 };

/** How rows are laid out in this window. */
export function useRowLayout(): RowLayout {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(NARROW);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    (): RowLayout => (window.matchMedia(NARROW).matches ? "narrow" : "wide"),
    () => "both",
  );
}
