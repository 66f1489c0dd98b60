"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type DateRange, DayPicker } from "react-day-picker";
import { buttonClasses } from "@/components/ui/button.tsx";
import { classNames } from "@/components/ui/class-names.ts";

type MonthPairProps = {
  /** Calendar days, `2026-11-22`; anything else counts as not picked. */
  readonly from: string;
  readonly to: string;
  readonly onPick: (days: { readonly from: string; readonly to: string }) => void;
};

const STEP_CLASSES = classNames(buttonClasses("quiet", "small"), "w-7 px-0 text-muted");

const CLASSES = {
  months: "relative flex justify-center gap-4",
  // On a phone only the later month has room.
  month: "flex flex-col gap-1 max-sm:[&:nth-last-child(2)]:hidden",
  month_caption: "flex h-7 items-center justify-center font-medium text-sm",
  nav: "absolute inset-x-0 top-0 z-10 flex justify-between",
  button_previous: STEP_CLASSES,
  button_next: STEP_CLASSES,
  month_grid: "border-collapse",
  weekday: "size-8 font-normal text-muted text-xs",
  day: "p-0 text-center",
  day_button: "figures size-8 rounded-md text-sm hover:bg-hover disabled:opacity-40",
  outside: "invisible",
  today: "font-semibold text-accent",
  range_middle: "bg-hover",
  range_start: "rounded-l-md bg-hover [&>button]:bg-accent [&>button]:text-on-accent",
  range_end: "rounded-r-md bg-hover [&>button]:bg-accent [&>button]:text-on-accent",
} as const;

/** Begins with the number that is seen, so that a day can be asked for by voice. */
const LABELS = {
  labelDayButton: (date: Date) => date.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }),
};

const COMPONENTS = { Chevron: StepIcon };

/** Two months side by side, one on a phone, to pick a first and a last day. */
export function MonthPair({ from, to, onPick }: MonthPairProps) {
  const first = toDate(from);
  const last = toDate(to);
  const selected: DateRange | undefined = first === undefined ? undefined : { from: first, to: last };
  const pick = (next: DateRange | undefined) => {
    if (next?.from === undefined) return;
    onPick({ from: toDay(next.from), to: toDay(next.to ?? next.from) });
  };
  return (
    <DayPicker
      mode="range"
      numberOfMonths={2}
      weekStartsOn={1}
      {...(last === undefined ? {} : { defaultMonth: new Date(last.getFullYear(), last.getMonth() - 1, 1) })}
      selected={selected}
      onSelect={pick}
      classNames={CLASSES}
      labels={LABELS}
      components={COMPONENTS}
    />
  );
}

function StepIcon({ orientation }: { readonly orientation?: "up" | "down" | "left" | "right" }) {
  const Icon = orientation === "left" ? ChevronLeft : ChevronRight;
  return <Icon aria-hidden="true" className="size-4" />;
}

/** The picker speaks in the browser's own midnights; only the calendar day counts, whatever the zone. */
function toDate(day: string): Date | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return year === undefined ? undefined : new Date(Number(year), Number(month) - 1, Number(date));
}

function toDay(date: Date): string {
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
