"use client";
import { Pause, Play, WifiOff } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { Tooltip } from "@/components/ui/tooltip.tsx";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import { type LiveState, useLiveControl, useLiveState } from "@/lib/browser/workspace-channel.tsx";
import { formatInstant } from "@/lib/core/format/format-time.ts";

const WORDS: Readonly<Record<LiveState["kind"], string>> = {
  connecting: "Connecting",
  live: "Live",
  paused: "Paused",
  offline: "Offline",
};

/** How current the page is; pressed, it holds still or goes on. */
export function LiveMark() {
  const state = useLiveState();
  const { pause, resume } = useLiveControl();
  const zone = useTimeZone();
  const isPaused = state.kind === "paused";
  return (
    <Tooltip text={explain(state, formatInstant(state.sinceMs, zone))}>
      <Button
        variant="quiet"
        onClick={isPaused ? resume : pause}
        disabled={state.kind === "connecting" || state.kind === "offline"}
        aria-label={isPaused ? "Paused. Go on with live updates" : `${WORDS[state.kind]}. Pause live updates`}
        className="group gap-1.5 px-2 disabled:opacity-100"
      >
        <Sign kind={state.kind} />
        <span className={classNames("hidden sm:inline", state.kind === "live" ? "text-muted" : "text-warning")}>{WORDS[state.kind]}</span>
      </Button>
    </Tooltip>
  );
}

function Sign({ kind }: { readonly kind: LiveState["kind"] }) {
  if (kind === "offline") return <WifiOff aria-hidden="true" className="text-warning" />;
  if (kind === "paused") return <Play aria-hidden="true" className="text-warning" />;
  return (
    <span className="relative flex size-4 items-center justify-center">
      <span
        className={classNames("size-2 rounded-full group-hover:opacity-0", kind === "live" ? "breathes bg-healthy" : "bg-muted")}
        aria-hidden="true"
      />
      <Pause aria-hidden="true" className="absolute opacity-0 group-hover:opacity-100" />
    </span>
  );
}

function explain(state: LiveState, since: string): string {
  switch (state.kind) {
    case "live":
      return `New executions appear as they are reported, since ${since}. Press to hold the page still.`;
    case "paused":
      return `Held still since ${since}. Press to go on; alerts still come through.`;
    case "offline":
      return `The connection was lost at ${since}. It is tried again by itself; what was missed is then loaded.`;
    case "connecting":
      return "Connecting to live updates.";
  }
}
