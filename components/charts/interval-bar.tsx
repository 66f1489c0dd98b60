import { classNames } from "@/components/ui/class-names.ts";

type IntervalBarProps = {
  /** The estimate and where it lies, each 0 to 1. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The scale's ends, 0 to 1; the same for all bars that are compared. */
  readonly from?: number;
  readonly to?: number;
  readonly className?: string;
};

const WIDTH = 100;

/** An estimate as a tick in the band of its interval. Its words stand beside it, so it is not read aloud. */
export function IntervalBar({ value, low, high, from = 0, to = 1, className }: IntervalBarProps) {
  const x = (share: number) => (Math.min(1, Math.max(0, (share - from) / (to - from))) * (WIDTH - 2) + 1).toFixed(2);
  const width = (Number(x(high)) - Number(x(low))).toFixed(2);
  return (
    <svg aria-hidden="true" viewBox={`0 0 ${WIDTH} 12`} preserveAspectRatio="none" className={classNames("h-3 w-20 shrink-0", className)}>
      <line x1={0} x2={WIDTH} y1={6} y2={6} stroke="var(--line)" strokeWidth={1} vectorEffect="non-scaling-stroke" />
      <rect x={x(low)} width={width} y={3} height={6} fill="var(--muted)" fillOpacity={0.35} />
      <line x1={x(value)} x2={x(value)} y1={0} y2={12} stroke="var(--text)" strokeWidth={2} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
