"use client";
import { CalendarRange, ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";
import { Popover } from "@/components/ui/popover.tsx";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import { TIME_RANGE_PRESETS_MS, type TimeRange } from "@/lib/domain/time-range.ts";
import { describeRange, shortRangeText } from "@/lib/view/range-words.ts";
import { RangeCalendar } from "./range-calendar.tsx";
import { TypedRange } from "./typed-range.tsx";
import { useSetTimeRange, useTimeRange } from "./use-time-range.ts";

/** What time the page looks at: a preset, a typed duration, or two instants. */
export function RangePicker() {
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const zone = useTimeZone();
  const [open, setOpen] = useState(false);
  const choose = (next: TimeRange) => {
    setOpen(false);
    setRange(next);
  };
  const words = describeRange(range, zone);
  const trigger = (
    <Button variant="secondary" className="min-w-0 px-2">
      <CalendarRange aria-hidden="true" className="text-muted" />
      <span className="sr-only">Time range: </span>
      <span className="figures sm:hidden">{range.kind === "last" ? shortRangeText(range.durationMs) : "fixed"}</span>
      <span className="figures hidden sm:inline">{words}</span>
      <ChevronDown aria-hidden="true" className="text-muted" />
    </Button>
  );
  return (
    <Popover
      trigger={trigger}
      label="Time range"
      open={open}
      onOpenChange={setOpen}
      className="flex w-[min(42.5rem,calc(100vw-1rem))] flex-col sm:flex-row"
    >
      <div className="flex shrink-0 flex-col gap-3 border-b p-3 sm:w-44 sm:border-r sm:border-b-0">
        <TypedRange onChoose={choose} />
        <div className="grid grid-cols-4 gap-1 sm:grid-cols-1">
          {TIME_RANGE_PRESETS_MS.map((durationMs) => (
            <Preset key={durationMs} durationMs={durationMs} current={range} onChoose={choose} />
          ))}
        </div>
      </div>
      <RangeCalendar key={open ? "open" : "closed"} range={range} zone={zone} onApply={choose} />
    </Popover>
  );
}

type PresetProps = { readonly durationMs: number; readonly current: TimeRange; readonly onChoose: (range: TimeRange) => void };

function Preset({ durationMs, current, onChoose }: PresetProps) {
  const preset = { kind: "last", durationMs } as const;
  const isCurrent = current.kind === "last" && current.durationMs === durationMs;
  return (
    <Button
      variant="quiet"
      size="small"
      aria-pressed={isCurrent}
      onClick={() => onChoose(preset)}
      className={classNames("justify-center sm:justify-start", isCurrent && "bg-hover text-accent")}
    >
      <span className="sm:hidden">{shortRangeText(durationMs)}</span>
      <span className="hidden sm:inline">{describeRange(preset, "UTC")}</span>
    </Button>
  );
}
