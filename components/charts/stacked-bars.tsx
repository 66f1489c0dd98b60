"use client";
import type { ReactNode } from "react";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import type { BarPart, ChartBar, ChartUnit } from "@/lib/view/chart.ts";
import { BarsPlot } from "./bars-plot.tsx";
import { UNIT_WORDS } from "./chart-constants.ts";
import { ChartFrame } from "./chart-frame.tsx";
import { ChartTable } from "./chart-table.tsx";

type StackedBarsProps = {
  readonly title: string;
  readonly unit: ChartUnit;
  readonly caption?: ReactNode;
  /** From the ground up. */
  readonly parts: readonly BarPart[];
  /** Every step, in order and evenly spaced, also those without anything. */
  readonly bars: readonly ChartBar[];
  readonly span: TimeSpan;
  readonly onZoom?: (fromMs: number, toMs: number) => void;
  readonly className?: string;
};

/** Amounts over time, each bar made of parts. */
export function StackedBars({ title, unit, caption, parts, bars, span, onZoom, className }: StackedBarsProps) {
  const timeZone = useTimeZone();
  const isEmpty = !bars.some((bar) => parts.some((part) => (bar.amounts[part.key] ?? 0) > 0));
  const rows = bars.map((bar) => ({ atMs: bar.atMs, values: bar.amounts }));
  return (
    <ChartFrame
      title={title}
      unit={UNIT_WORDS[unit]}
      caption={
        <>
          <PartNames parts={parts} /> {caption}
        </>
      }
      empty={isEmpty ? "Nothing ended in this range." : null}
      chart={<BarsPlot label={title} unit={unit} parts={parts} bars={bars} span={span} {...(onZoom === undefined ? {} : { onZoom })} />}
      table={<ChartTable title={title} unit={unit} columns={parts} rows={rows} timeZone={timeZone} />}
      {...(className === undefined ? {} : { className })}
    />
  );
}

/** Bars have no ends to write names at. */
function PartNames({ parts }: { readonly parts: readonly BarPart[] }) {
  return (
    <span className="mr-2 inline-flex flex-wrap gap-x-3">
      {parts.map((part) => (
        <span key={part.key} className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: `var(--${part.tone})` }} />
          {part.label}
        </span>
      ))}
    </span>
  );
}
