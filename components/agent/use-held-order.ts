import { type FocusEvent, useState } from "react";
import { inHeldOrder } from "@/lib/view/held-order.ts";

/**
 * Rows that keep their places while a pointer or the focus is among them, so that nothing moves from under a click. `order` names what
 * they are sorted by: another order takes hold at once.
 */
export function useHeldOrder<T>(rows: readonly T[], idOf: (row: T) => string, order: string) {
  const [held, setHeld] = useState<{ readonly order: string; readonly ids: readonly string[] } | null>(null);
  const isHeld = held !== null && held.order === order;
  const hold = () => {
    if (!isHeld) setHeld({ order, ids: rows.map(idOf) });
  };
  const handlers = {
    onPointerMove: hold,
    onFocus: hold,
    onPointerLeave: () => setHeld(null),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setHeld(null);
    },
  };
  return { shown: isHeld ? inHeldOrder(rows, held.ids, idOf) : rows, handlers };
}
