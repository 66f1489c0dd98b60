import { useEffect, useEffectEvent } from "react";
import { isTyping, useOverlay } from "@/components/shell/shell-actions.tsx";

/** What a key of the list does, by the key's name. */
export type ListKeys = Readonly<Record<string, () => void>>;

/** Keys that a focused control takes for itself. */
const CONTROL_KEYS: ReadonlySet<string> = new Set(["Enter", "ArrowDown", "ArrowUp", "Home", "End"]);

/** Calls what a pressed key stands for, unless somebody types, another layer is open, or a control has the key. */
export function useListKeys(keys: ListKeys): void {
  const { overlay } = useOverlay();
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || overlay !== null || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    if (CONTROL_KEYS.has(event.key) && !isListOrNothing(event.target)) return;
    const act = keys[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function isListOrNothing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target === document.body || target.id === "content" || target.getAttribute("role") === "grid");
}
