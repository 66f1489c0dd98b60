"use client";
import { Bell } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { useAnnouncer } from "@/components/ui/announcer.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Popover } from "@/components/ui/popover.tsx";
import { useUnresolvedAlerts } from "@/lib/browser/alert-queries.ts";
import { AlertList } from "./alert-list.tsx";

/** How many alerts wait for somebody, and the list of them. */
export function AlertBell() {
  const alerts = useUnresolvedAlerts();
  const [open, setOpen] = useState(false);
  const waiting = alerts.data?.filter((alert) => alert.status === "open") ?? [];
  const newest = waiting[0];
  useSayNewAlert(newest?.id, newest?.title);
  const trigger = (
    <Button variant="quiet" className="relative px-2" aria-label={labelOf(alerts.isError, waiting.length)}>
      <Bell aria-hidden="true" />
      {waiting.length === 0 ? null : (
        <span className="figures absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-critical px-1 font-semibold text-[10px] text-on-critical">
          {waiting.length > 99 ? "99+" : waiting.length}
        </span>
      )}
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Alerts" open={open} onOpenChange={setOpen} className="w-[min(28rem,calc(100vw-1rem))]">
      <AlertList alerts={alerts} onFollow={() => setOpen(false)} />
    </Popover>
  );
}

function labelOf(isError: boolean, waiting: number): string {
  if (isError) return "Alerts: unknown, they could not be loaded";
  return waiting === 0 ? "Alerts: none waits" : `Alerts: ${waiting} waiting`;
}

/** Reads a new alert aloud; those that were there when the page opened are not news. */
function useSayNewAlert(id: string | undefined, title: string | undefined): void {
  const announce = useAnnouncer();
  const [known, setKnown] = useState<string>();
  const hear = useEffectEvent((next: string) => {
    if (known !== undefined && known !== next && title !== undefined) announce(`New alert: ${title}`);
    setKnown(next);
  });
  useEffect(() => {
    if (id !== undefined) hear(id);
  }, [id]);
}
