"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { useNowMs } from "@/lib/browser/clock.tsx";
import { resolveTimeRange, type TimeRange } from "@/lib/domain/time-range.ts";
import { readZonedMinute, writeZonedMinute } from "@/lib/view/zoned-text.ts";
import { MonthPair } from "./month-pair.tsx";

type RangeCalendarProps = { readonly range: TimeRange; readonly zone: string; readonly onApply: (range: TimeRange) => void };

const FORM = "Write it like 2026-11-22 18:33.";

/** Two instants: picked as days, edited to the minute, taken on Apply. */
export function RangeCalendar({ range, zone, onApply }: RangeCalendarProps) {
  const span = resolveTimeRange(range, useNowMs());
  const [texts, setTexts] = useState({ from: writeZonedMinute(span.fromMs, zone), to: writeZonedMinute(span.toMs, zone) });
  const [isTried, setTried] = useState(false);
  const fromMs = readZonedMinute(texts.from, zone);
  const toMs = readZonedMinute(texts.to, zone);
  const isBackwards = fromMs !== null && toMs !== null && fromMs >= toMs;

  const apply = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (fromMs !== null && toMs !== null && !isBackwards) onApply({ kind: "between", fromMs, toMs });
  };
  const pickDays = (days: { readonly from: string; readonly to: string }) =>
    setTexts({ from: `${days.from} 00:00`, to: `${days.to} 23:59` });
  return (
    <form onSubmit={apply} className="flex min-w-0 flex-1 flex-col gap-3 p-3">
      <MonthPair from={texts.from.slice(0, 10)} to={texts.to.slice(0, 10)} onPick={pickDays} />
      <div className="grid grid-cols-2 gap-2">
        <Field label="From" error={isTried && fromMs === null ? FORM : undefined}>
          {(control) => (
            <Input
              {...control}
              className="figures"
              value={texts.from}
              onChange={(event) => setTexts({ ...texts, from: event.target.value })}
            />
          )}
        </Field>
        <Field label="To" error={isTried && toMs === null ? FORM : isTried && isBackwards ? "This lies before the beginning." : undefined}>
          {(control) => (
            <Input {...control} className="figures" value={texts.to} onChange={(event) => setTexts({ ...texts, to: event.target.value })} />
          )}
        </Field>
      </div>
      <div className="flex items-center justify-between gap-2">
        <span className="text-muted text-sm">Times are in {zone}.</span>
        <Button type="submit" variant="primary">
          Apply
        </Button>
      </div>
    </form>
  );
}
