import { classNames } from "@/components/ui/class-names.ts";

type SparklineProps = {
  /** Evenly spaced in time; null is a gap. */
  readonly values: readonly (number | null)[];
  /** What it shows and how it goes, for those who do not see it: "Success over the last 24 h, between 96 % and 99 %". */
  readonly label: string;
  /** The scale's ends, the same for all that are compared; from zero to the greatest value unless said otherwise. */
  readonly from?: number;
  readonly to?: number;
  readonly className?: string;
};

const WIDTH = 96;
const HEIGHT = 24;

/** The shape of a history, in the size of a word. */
export function Sparkline({ values, label, from = 0, to, className }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const top = to ?? Math.max(...known, from);
  if (known.length === 0) return <span className={classNames("text-muted text-xs", className)}>no history yet</span>;
  const x = (index: number) => (values.length === 1 ? WIDTH / 2 : (index / (values.length - 1)) * WIDTH);
  const y = (value: number) => HEIGHT - 2 - (top === from ? 0 : ((value - from) / (top - from)) * (HEIGHT - 4));
  const path = values
    .map((value, index) => {
      if (value === null) return "";
      const startsAnew = (values[index - 1] ?? null) === null;
      return `${startsAnew ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
    })
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={classNames("h-6 w-24 text-muted", className)}
    >
      <path d={path} fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
