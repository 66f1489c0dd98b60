import { usePlotArea, useYAxisScale } from "recharts";

/** A label at the end of a line, where the line ends. */
export type EndLabel = { readonly key: string; readonly label: string; readonly value: number; readonly colour: string };

/** Two lines of 11 px text need this much. */
const LINE_HEIGHT = 14;

/** Names the lines where they end, moved apart where they would cover one another. */
export function DirectLabels({ labels }: { readonly labels: readonly EndLabel[] }) {
  const area = usePlotArea();
  const scale = useYAxisScale();
  if (area === undefined || scale === undefined) return null;
  const placed = labels
    .map((label) => ({ ...label, y: Number(scale(label.value)) }))
    .filter((label) => Number.isFinite(label.y))
    .sort((a, b) => a.y - b.y);
  let last = Number.NEGATIVE_INFINITY;
  return (
    <g>
      {placed.map((label) => {
        last = Math.max(label.y, last + LINE_HEIGHT);
        return (
          <text key={label.key} x={area.x + area.width + 6} y={last} dy="0.35em" fontSize={11} fill={label.colour}>
            {label.label}
          </text>
        );
      })}
    </g>
  );
}
