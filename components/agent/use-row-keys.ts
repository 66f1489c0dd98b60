import { type RefObject, useEffect, useEffectEvent } from "react";
import { isTyping, useOverlay } from "@/components/shell/shell-actions.tsx";

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** `j` and `k` move the focus along the links marked `data-row-link` in a container; Enter then follows the link, as links do. */
export function useRowKeys(container: RefObject<HTMLElement | null>): void {
  const { overlay } = useOverlay();
  const press = useEffectEvent((event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.metaKey || event.ctrlKey || event.altKey || overlay !== null || isTyping(event.target)) return;
    const links = [...(container.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const at = links.findIndex((link) => link.contains(document.activeElement));
    const next = at === -1 ? links.at(step > 0 ? 0 : -1) : links[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
