import { useSyncExternalStore } from "react";
import { writePreference } from "./preference-cookie.ts";

/** Light or dark by choice, or as the system has it. */
export type ThemeChoice = "light" | "dark" | "system";

const listeners = new Set<() => void>();

/** The chosen theme; `system` until the page has come alive. */
export function useTheme(): ThemeChoice {
  return useSyncExternalStore(subscribe, readTheme, () => "system");
}

/** Changes the theme at once, and by a cookie for what the server draws from now on. */
export function setTheme(choice: ThemeChoice): void {
  writePreference("wv-theme", choice === "system" ? null : choice);
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  for (const listener of listeners) listener();
}

function readTheme(): ThemeChoice {
  const theme = document.documentElement.dataset["theme"];
  return theme === "light" || theme === "dark" ? theme : "system";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
