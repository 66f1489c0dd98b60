"use client";
import { Command } from "cmdk";
import { Activity, Bot, Keyboard, Layers, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAgentNames } from "@/lib/browser/agent-names.ts";
import { setTheme } from "@/lib/browser/theme.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Workspace } from "@/lib/domain/workspace.ts";
import { PAGES, SETTINGS_PAGE } from "./pages.ts";
import { PaletteGroup, PaletteItem } from "./palette-item.tsx";
import { useKeepRange } from "./use-time-range.ts";
import { THEME_OPTIONS } from "./user-menu.tsx";

type PaletteProps = { readonly workspaces: readonly Workspace[]; readonly onClose: () => void; readonly onKeys: () => void };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Pages, agents, an execution by its id, the other workspaces, the settings of the screen. */
export function Palette({ workspaces, onClose, onKeys }: PaletteProps) {
  const router = useRouter();
  const { slug } = useWorkspace();
  const [words, setWords] = useState("");
  const agents = useAgentNames(true);
  const go = (path: string) => {
    onClose();
    router.push(path);
  };
  const chooseTheme = (choice: (typeof THEME_OPTIONS)[number]["value"]) => {
    setTheme(choice);
    onClose();
  };
  return (
    <Command loop label="Find and go">
      <Command.Input
        value={words}
        onValueChange={setWords}
        placeholder="A page, an agent, or the id of an execution"
        className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[50dvh] overflow-auto p-1">
        <Command.Empty className="px-3 py-8 text-center text-muted">
          {agents.isError ? "Nothing found; the agents could not be loaded." : "Nothing found. An execution is found by its whole id."}
        </Command.Empty>
        <Places words={words} agents={agents.data ?? []} others={workspaces.filter((one) => one.slug !== slug)} onGo={go} />
        <PaletteGroup heading="Screen">
          {THEME_OPTIONS.map(({ value, label }) => (
            <PaletteItem key={value} value={`theme ${label}`} onSelect={() => chooseTheme(value)} icon={<SunMoon aria-hidden="true" />}>
              Theme: {label.toLowerCase()}
            </PaletteItem>
          ))}
          <PaletteItem value="keys shortcuts help" onSelect={onKeys} icon={<Keyboard aria-hidden="true" />} keys={["?"]}>
            Keys
          </PaletteItem>
        </PaletteGroup>
      </Command.List>
    </Command>
  );
}

type PlacesProps = {
  readonly words: string;
  readonly agents: readonly string[];
  readonly others: readonly Workspace[];
  readonly onGo: (path: string) => void;
};

function Places({ words, agents, others, onGo }: PlacesProps) {
  const base = `/${useWorkspace().slug}`;
  const keepRange = useKeepRange();
  const id = words.trim().toLowerCase();
  return (
    <>
      {UUID.test(id) ? (
        <PaletteItem value={words} onSelect={() => onGo(`${base}/executions/${id}`)} icon={<Activity aria-hidden="true" />}>
          Open execution <code className="font-mono text-sm">{id}</code>
        </PaletteItem>
      ) : null}
      <PaletteGroup heading="Pages">
        {[...PAGES, SETTINGS_PAGE].map(({ path, label, key, Icon }) => (
          <PaletteItem
            key={path}
            value={`page ${label}`}
            onSelect={() => onGo(keepRange(base + path))}
            icon={<Icon aria-hidden="true" />}
            keys={["g", key]}
          >
            {label}
          </PaletteItem>
        ))}
      </PaletteGroup>
      {agents.length === 0 ? null : (
        <PaletteGroup heading="Agents">
          {agents.map((agent) => {
            const path = keepRange(`${base}/agents/${encodeURIComponent(agent)}`);
            return (
              <PaletteItem key={agent} value={`agent ${agent}`} onSelect={() => onGo(path)} icon={<Bot aria-hidden="true" />}>
                {agent}
              </PaletteItem>
            );
          })}
        </PaletteGroup>
      )}
      {others.length === 0 ? null : (
        <PaletteGroup heading="Workspaces">
          {others.map(({ slug, name }) => (
            <PaletteItem key={slug} value={`workspace ${name}`} onSelect={() => onGo(`/${slug}`)} icon={<Layers aria-hidden="true" />}>
              {name}
            </PaletteItem>
          ))}
        </PaletteGroup>
      )}
    </>
  );
}
