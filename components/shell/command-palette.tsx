"use client";
import { Command } from "cmdk";
import { Activity, Bot, Keyboard, Layers, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix, VisuallyHidden } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useAgentNames } from "@/lib/browser/agent-names.ts";
import { setTheme } from "@/lib/browser/theme.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import type { Workspace } from "@/lib/domain/workspace.ts";
import { PAGES, SETTINGS_PAGE } from "./pages.ts";
import { useOverlay } from "./shell-actions.tsx";
import { useKeepRange } from "./use-time-range.ts";
import { THEME_OPTIONS } from "./user-menu.tsx";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const GROUP_CLASSES =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs";

/** Find and go, from anywhere: pages, agents, an execution by its id, workspaces, settings of the screen. */
export function CommandPalette({ workspaces }: { readonly workspaces: readonly Workspace[] }) {
  const { overlay, setOverlay } = useOverlay();
  const isOpen = overlay === "palette";
  return (
    <Radix.Root open={isOpen} onOpenChange={(open) => setOverlay(open ? "palette" : null)}>
      <Radix.Portal>
        <Radix.Overlay className="appears fixed inset-0 z-40 bg-[oklch(0.1_0.01_255/0.5)]" />
        <Radix.Content
          aria-describedby={undefined}
          className="appears fixed top-[12dvh] left-1/2 z-50 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border bg-surface shadow-2xl"
        >
          <VisuallyHidden.Root>
            <Radix.Title>Find and go</Radix.Title>
          </VisuallyHidden.Root>
          <Palette workspaces={workspaces} onClose={() => setOverlay(null)} onKeys={() => setOverlay("keys")} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type PaletteProps = { readonly workspaces: readonly Workspace[]; readonly onClose: () => void; readonly onKeys: () => void };

function Palette({ workspaces, onClose, onKeys }: PaletteProps) {
  const router = useRouter();
  const here = useWorkspace();
  const keepRange = useKeepRange();
  const agents = useAgentNames(true);
  const [words, setWords] = useState("");
  const base = `/${here.slug}`;
  const executionId = UUID.test(words.trim()) ? words.trim().toLowerCase() : null;
  const others = workspaces.filter((workspace) => workspace.slug !== here.slug);
  const go = (path: string) => {
    onClose();
    router.push(path);
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
        {executionId === null ? null : (
          <Item value={words} onSelect={() => go(`${base}/executions/${executionId}`)} icon={<Activity aria-hidden="true" />}>
            Open execution <code className="font-mono text-sm">{executionId}</code>
          </Item>
        )}
        <Command.Group heading="Pages" className={GROUP_CLASSES}>
          {[...PAGES, SETTINGS_PAGE].map((page) => (
            <Item
              key={page.path}
              value={`page ${page.label}`}
              onSelect={() => go(keepRange(base + page.path))}
              icon={<page.Icon aria-hidden="true" />}
              keys={["g", page.key]}
            >
              {page.label}
            </Item>
          ))}
        </Command.Group>
        {agents.data === undefined || agents.data.length === 0 ? null : (
          <Command.Group heading="Agents" className={GROUP_CLASSES}>
            {agents.data.map((agent) => (
              <Item
                key={agent}
                value={`agent ${agent}`}
                onSelect={() => go(keepRange(`${base}/agents/${encodeURIComponent(agent)}`))}
                icon={<Bot aria-hidden="true" />}
              >
                {agent}
              </Item>
            ))}
          </Command.Group>
        )}
        {others.length === 0 ? null : (
          <Command.Group heading="Workspaces" className={GROUP_CLASSES}>
            {others.map((workspace) => (
              <Item
                key={workspace.slug}
                value={`workspace ${workspace.name}`}
                onSelect={() => go(`/${workspace.slug}`)}
                icon={<Layers aria-hidden="true" />}
              >
                {workspace.name}
              </Item>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Screen" className={GROUP_CLASSES}>
          {THEME_OPTIONS.map((option) => (
            <Item
              key={option.value}
              value={`theme ${option.label}`}
              onSelect={() => {
                setTheme(option.value);
                onClose();
              }}
              icon={<SunMoon aria-hidden="true" />}
            >
              Theme: {option.label.toLowerCase()}
            </Item>
          ))}
          <Item value="keys shortcuts help" onSelect={onKeys} icon={<Keyboard aria-hidden="true" />} keys={["?"]}>
            Keys
          </Item>
        </Command.Group>
      </Command.List>
    </Command>
  );
}

type ItemProps = {
  readonly value: string;
  readonly onSelect: () => void;
  readonly icon: ReactNode;
  readonly keys?: readonly string[];
  readonly children: ReactNode;
};

function Item({ value, onSelect, icon, keys = [], children }: ItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </Command.Item>
  );
}
