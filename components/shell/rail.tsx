"use client";
import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useState } from "react";
import { classNames } from "@/components/ui/class-names.ts";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { writePreference } from "@/lib/browser/preference-cookie.ts";
import { useWorkspace } from "@/lib/browser/workspace.tsx";
import { isOnPage, PAGES, SETTINGS_PAGE, type ShellPage } from "./pages.ts";
import { useKeepRange } from "./use-time-range.ts";
import { WindvaneMark } from "./windvane-mark.tsx";

/** The way around, at the left; icons and words, or icons alone. */
export function Rail({ startsCollapsed }: { readonly startsCollapsed: boolean }) {
  const [isCollapsed, setCollapsed] = useState(startsCollapsed);
  const toggle = () => {
    writePreference("wv-rail", isCollapsed ? null : "collapsed");
    setCollapsed(!isCollapsed);
  };
  return (
    <nav
      aria-label="Pages"
      className={classNames("sticky top-0 hidden h-dvh shrink-0 flex-col gap-1 border-r p-2 md:flex", isCollapsed ? "w-13" : "w-48")}
    >
      <Link href="/" className="mb-3 flex h-8 items-center px-1.5" aria-label="Windvane, to the first page">
        <WindvaneMark wordless={isCollapsed} />
      </Link>
      {PAGES.map((page) => (
        <RailLink key={page.path} page={page} isCollapsed={isCollapsed} />
      ))}
      <div className="mt-auto flex flex-col gap-1">
        <RailLink page={SETTINGS_PAGE} isCollapsed={isCollapsed} />
        <IconButton
          label={isCollapsed ? "Show the words" : "Icons only"}
          onClick={toggle}
          aria-expanded={!isCollapsed}
          className="w-9 text-muted"
        >
          {isCollapsed ? <PanelLeftOpen aria-hidden="true" /> : <PanelLeftClose aria-hidden="true" />}
        </IconButton>
      </div>
    </nav>
  );
}

function RailLink({ page, isCollapsed }: { readonly page: ShellPage; readonly isCollapsed: boolean }) {
  const base = `/${useWorkspace().slug}`;
  const isHere = isOnPage(usePathname(), base, page);
  const keepRange = useKeepRange();
  const link = (
    <Link
      href={keepRange(base + page.path)}
      aria-current={isHere ? "page" : undefined}
      className={classNames(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover",
        isHere ? "bg-hover font-medium text-text" : "text-muted hover:text-text",
      )}
    >
      <page.Icon aria-hidden="true" className={classNames("size-4 shrink-0", isHere && "text-accent")} />
      <span className={isCollapsed ? "sr-only" : undefined}>{page.label}</span>
    </Link>
  );
  if (!isCollapsed) return link;
  return (
    <Tooltip text={page.label} side="right">
      {link}
    </Tooltip>
  );
}

/** The rail of a phone, at the bottom, within the thumb's reach. */
export function BottomBar() {
  const base = `/${useWorkspace().slug}`;
  const pathname = usePathname();
  const keepRange = useKeepRange();
  return (
    <nav aria-label="Pages" className="fixed inset-x-0 bottom-0 z-20 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      {[...PAGES, SETTINGS_PAGE].map((page) => {
        const isHere = isOnPage(pathname, base, page);
        return (
          <Link
            key={page.path}
            href={keepRange(base + page.path)}
            aria-current={isHere ? "page" : undefined}
            className={classNames(
              "flex h-14 flex-1 flex-col items-center justify-center gap-1 text-xs",
              isHere ? "text-accent" : "text-muted",
            )}
          >
            <page.Icon aria-hidden="true" className="size-5" />
            {page.label}
          </Link>
        );
      })}
    </nav>
  );
}
