"use client";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const AnnouncerContext = createContext<((text: string) => void) | null>(null);

/** Says something aloud to those who do not see it: "12 new executions". */
export function useAnnouncer(): (text: string) => void {
  const announce = useContext(AnnouncerContext);
  if (announce === null) throw new Error("useAnnouncer is used outside of Announcer");
  return announce;
}

/** Once, around everything: the polite live region that `useAnnouncer` speaks through. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [spoken, setSpoken] = useState({ turn: 0, text: "" });
  const announce = useCallback((text: string) => setSpoken(({ turn }) => ({ turn: turn + 1, text })), []);
  return (
    <AnnouncerContext value={announce}>
      {children}
      <div aria-live="polite" role="status" className="sr-only">
        {/* A new element each time, so that the same words said twice are read twice. */}
        <span key={spoken.turn}>{spoken.text}</span>
      </div>
    </AnnouncerContext>
  );
}
