import { formatInstant } from "@/lib/core/format/format-time.ts";
import { type ChartUnit, formatInUnit } from "@/lib/view/chart.ts";

/** What stands beside the vertical rule: a line of it. */
export type TooltipLine = { readonly key: string; readonly label: string; readonly colour: string; readonly value: number | null };

type ChartTooltipProps = {
  readonly atMs: number;
  readonly timeZone: string;
  readonly unit: ChartUnit;
  readonly lines: readonly TooltipLine[];
};

/** The values under the pointer. */
export function ChartTooltip({ atMs, timeZone, unit, lines }: ChartTooltipProps) {
  return (
    <div className="rounded-md border bg-surface px-2 py-1.5 text-sm shadow-lg">
      <p className="figures text-muted text-xs">{formatInstant(atMs, timeZone)}</p>
      {lines.map((line) => (
        <p key={line.key} className="flex items-center gap-2">
          <span aria-hidden="true" className="h-0.5 w-3 rounded" style={{ background: line.colour }} />
          <span className="flex-1">{line.label}</span>
          <span className="figures font-medium">{line.value === null ? "none" : formatInUnit(unit, line.value)}</span>
        </p>
      ))}
    </div>
  );
}
