import { usePlotArea, useYAxisScale } from "recharts";
import { placeLabels } from "@/lib/view/place-labels.ts";

/** A label at the end of a line, where the line ends. */
export type EndLabel = { readonly key: string; readonly label: string; readonly value: number; readonly colour: string };

/** Two lines of 11 px text need this much. */
const LINE_HEIGHT = 14;

/** Names the lines where they end, moved apart where they would cover one another. */
export function DirectLabels({ labels }: { readonly labels: readonly EndLabel[] }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (area === undefined || scale === undefined) return null;
  const wanted = labels
    .map((label) => ({ ...label, y: Number(scale(label.value)) }))
    .filter((label) => Number.isFinite(label.y))
    // Where lines end at one height, the later of them is the higher one: p99 over p95.
    .reverse()
    .sort((a, b) => a.y - b.y);
  const heights = placeLabels(
    wanted.map((label) => label.y),
    LINE_HEIGHT,
    area.y + area.height,
  );
  return (
    <g>
      {wanted.map((label, index) => (
        <text key={label.key} x={area.x + area.width + 6} y={heights[index] ?? label.y} dy="0.35em" fontSize={11} fill={label.colour}>
          {label.label}
        </text>
      ))}
    </g>
  );
}
