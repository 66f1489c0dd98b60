"use client";
import { useRouter } from "next/navigation";
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useLeaveWithSession } from "@/lib/browser/session-end.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { PAGES, SETTINGS_PAGE } from "./pages.ts";
import { useKeepRange } from "./use-time-range.ts";

/** What lies over the page, opened by key or by button. */
export type Overlay = "palette" | "keys" | null;

type Actions = { readonly overlay: Overlay; readonly setOverlay: (overlay: Overlay) => void };

const ActionsContext = createContext<Actions | null>(null);

/** A `g` waits this long for its second key. */
const CHORD_MS = 1200;

/** The keys that work on every page, and what they open. */
export function ShellActions({ children }: { readonly children: ReactNode }) {
  useLeaveWithSession();
  const router = useRouter();
  const base = `/${useWorkspace().slug}`;
  const keepRange = useKeepRange();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const chordStartedMs = useRef(Number.NEGATIVE_INFINITY);

  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      setOverlay(overlay === "palette" ? null : "palette");
      return;
    }
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || overlay !== null) return;
    if (event.key === "?") {
      setOverlay("keys");
      return;
    }
    const isChord = event.timeStamp - chordStartedMs.current < CHORD_MS;
    chordStartedMs.current = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
    const page = isChord ? [...PAGES, SETTINGS_PAGE].find((candidate) => candidate.key === event.key) : undefined;
    if (page === undefined) return;
    event.preventDefault();
    router.push(keepRange(base + page.path));
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);

  const actions = useMemo(() => ({ overlay, setOverlay }), [overlay]);
  return <ActionsContext value={actions}>{children}</ActionsContext>;
}

/** What lies over the page, and how to change it. */
export function useOverlay(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error("useOverlay is used outside of ShellActions");
  return actions;
}

/** Whether a key press belongs to a field, and is no shortcut. For pages that have keys of their own. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
