"use client";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { PAGES, SETTINGS_PAGE } from "./pages.ts";
import { useOverlay } from "./shell-actions.tsx";

const GROUPS = [
  {
    title: "Everywhere",
    keys: [
      { keys: ["⌘", "K"], does: "Find and go (Ctrl K elsewhere than on a Mac)" },
      { keys: ["?"], does: "This list" },
      { keys: ["Esc"], does: "Close what lies on top" },
    ],
  },
  { title: "Go to", keys: [...PAGES, SETTINGS_PAGE].map((page) => ({ keys: ["g", page.key], does: page.label })) },
  {
    title: "In a table",
    keys: [
      { keys: ["j"], does: "Next row" },
      { keys: ["k"], does: "Row before" },
      { keys: ["Enter"], does: "Open the row" },
      { keys: ["o"], does: "Open the row as a page" },
      { keys: ["n"], does: "Show what waits above the list" },
      { keys: ["/"], does: "Find words" },
    ],
  },
] as const;

/** The keys, in one place. */
export function KeyHelp() {
  const { overlay, setOverlay } = useOverlay();
  return (
    <Dialog open={overlay === "keys"} onOpenChange={(open) => setOverlay(open ? "keys" : null)} title="Keys">
      {GROUPS.map((group) => (
        <section key={group.title} className="flex flex-col gap-1">
          <h3 className="text-muted text-sm">{group.title}</h3>
          <dl className="flex flex-col">
            {group.keys.map((entry) => (
              <div key={entry.does} className="flex h-8 items-center justify-between gap-4 border-b">
                <dt>{entry.does}</dt>
                <dd className="flex gap-1">
                  {entry.keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
