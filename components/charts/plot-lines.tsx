import type { ReactElement } from "react";
import { Area, type DotItemDotProps, Line, ReferenceLine } from "recharts";
import type { ChartMark, ChartRow, ChartSeries } from "@/lib/view/chart.ts";
import type { EndLabel } from "./direct-labels.tsx";

/** A series and the colour it is drawn in. */
export type PlotLine = ChartSeries & { readonly colour: string };

/** Whether the series has a band to draw. */
export function hasBand(line: PlotLine): boolean {
  return line.points.some((point) => point.low != null);
}

/** The band around a line. */
export function drawBand(line: PlotLine): ReactElement {
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

/** A line, broken where its values are null. */
export function drawLine(line: PlotLine, rows: readonly ChartRow[]): ReactElement {
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

/** A vertical line with a word. */
export function drawMark(mark: ChartMark): ReactElement {
  const label = { value: mark.label, position: "insideTopLeft", fontSize: 11, fill: "var(--text)" } as const;
  return <ReferenceLine key={`${mark.atMs} ${mark.label}`} x={mark.atMs} stroke="var(--text)" strokeDasharray="2 3" label={label} />;
}

/** The name of a line where it ends; none for a line without a value. */
export function endLabel({ key, label, colour, points }: PlotLine): readonly EndLabel[] {
  const value = points.findLast((point) => point.value !== null)?.value;
  return value == null ? [] : [{ key, label, colour, value }];
}

function isAlone(rows: readonly ChartRow[], key: string, index: number): boolean {
  const has = (row: ChartRow | undefined) => row?.values[key] != null;
  return has(rows[index]) && !has(rows[index - 1]) && !has(rows[index + 1]);
}
