import { type ReactElement, useMemo } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  type DotItemDotProps,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useTimeZone } from "@/lib/browser/clock.tsx";
import type { TimeSpan } from "@/lib/domain/time-range.ts";
import { type ChartMark, type ChartRow, type ChartSeries, type ChartUnit, formatInUnit } from "@/lib/view/chart.ts";
import { timeTicks } from "@/lib/view/time-axis.ts";
import { CHART_MARGIN, CURSOR, GRID, TICK } from "./chart-constants.ts";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { DirectLabels } from "./direct-labels.tsx";
import { useZoomDrag } from "./use-zoom-drag.ts";

type PlotLine = ChartSeries & { readonly colour: string };

type TimeSeriesPlotProps = {
  /** Names the drawing for those who do not see it. */
  readonly label: string;
  readonly unit: ChartUnit;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly PlotLine[];
  readonly span: TimeSpan;
  readonly marks: readonly ChartMark[];
  readonly onZoom?: (fromMs: number, toMs: number) => void;
};

/** The drawing inside of a TimeSeriesChart. */
export function TimeSeriesPlot({ label, unit, rows, lines, span, marks, onZoom }: TimeSeriesPlotProps) {
  const timeZone = useTimeZone();
  const ticks = useMemo(() => timeTicks(span, timeZone, 8), [span, timeZone]);
  const stepMs = rows.length > 1 ? (rows[1]?.atMs ?? 0) - (rows[0]?.atMs ?? 0) : 0;
  const zoom = useZoomDrag(onZoom, stepMs);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 208 }}>
      <ComposedChart aria-label={label} data={[...rows]} syncId="page" syncMethod="value" margin={CHART_MARGIN} {...zoom.handlers}>
        <CartesianGrid {...GRID} />
        <XAxis
          dataKey="atMs"
          type="number"
          domain={[span.fromMs, span.toMs]}
          allowDataOverflow
          ticks={ticks.map((tick) => tick.atMs)}
          tickFormatter={(atMs: number) => ticks.find((tick) => tick.atMs === atMs)?.label ?? ""}
          {...TICK}
        />
        <YAxis domain={[0, "auto"]} width={64} tickFormatter={(value: number) => formatInUnit(unit, value)} tickCount={5} {...TICK} />
        <Tooltip
          cursor={CURSOR}
          isAnimationActive={false}
          content={({ active, label, payload }) => {
            const row: ChartRow | undefined = payload[0]?.payload;
            if (!active || row === undefined) return null;
            const values = lines.map((line) => ({ ...line, value: row.values[line.key] ?? null }));
            return <ChartTooltip atMs={Number(label)} timeZone={timeZone} unit={unit} lines={values} />;
          }}
        />
        {lines.filter(hasBand).map(drawBand)}
        {lines.map((line) => drawLine(line, rows))}
        {marks.map(drawMark)}
        {zoom.selection === null ? null : (
          <ReferenceArea x1={zoom.selection.fromMs} x2={zoom.selection.toMs} fill="var(--accent)" fillOpacity={0.15} />
        )}
        <DirectLabels labels={lines.flatMap(endLabel)} />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function hasBand(line: PlotLine): boolean {
  return line.points.some((point) => point.low != null);
}

function drawBand(line: PlotLine): ReactElement {
  const bandOf = (row: ChartRow) => row.bands[line.key] ?? null;
  return (
    <Area
      key={`${line.key}-band`}
      dataKey={bandOf}
      stroke="none"
      fill={line.colour}
      fillOpacity={0.14}
      activeDot={false}
      isAnimationActive={false}
    />
  );
}

function drawLine(line: PlotLine, rows: readonly ChartRow[]): ReactElement {
  // A value without neighbours would have no line and so no ink.
  const drawDot = ({ key, cx, cy, index }: DotItemDotProps) =>
    isAlone(rows, line.key, index) ? <circle key={key} cx={cx} cy={cy} r={2} fill={line.colour} /> : <g key={key} />;
  return (
    <Line
      key={line.key}
      name={line.label}
      dataKey={(row: ChartRow) => row.values[line.key] ?? null}
      stroke={line.colour}
      strokeWidth={1.5}
      dot={drawDot}
      isAnimationActive={false}
    />
  );
}

function drawMark(mark: ChartMark): ReactElement {
  const label = { value: mark.label, position: "insideTopLeft", fontSize: 11, fill: "var(--text)" } as const;
  return <ReferenceLine key={`${mark.atMs} ${mark.label}`} x={mark.atMs} stroke="var(--text)" strokeDasharray="2 3" label={label} />;
}

function endLabel({ key, label, colour, points }: PlotLine) {
  const value = points.findLast((point) => point.value !== null)?.value;
  return value == null ? [] : [{ key, label, colour, value }];
}

function isAlone(rows: readonly ChartRow[], key: string, index: number): boolean {
  const has = (row: ChartRow | undefined) => row?.values[key] != null;
  return has(rows[index]) && !has(rows[index - 1]) && !has(rows[index + 1]);
}
