import { Figure } from "@/components/ui/figure.tsx";
import type { RunningCount } from "@/lib/domain/fleet-reading.ts";
import { type ComparedFigures, headlineFigures } from "@/lib/view/headline-figures.ts";
import type { RangePhrase } from "@/lib/view/range-phrase.ts";

type HeadlineRowProps = {
  readonly figures: ComparedFigures;
  readonly phrase: RangePhrase;
  /** What runs now, where that is known. */
  readonly running?: RunningCount;
};

/** The figures that stand over everything else, with what they were before. */
export function HeadlineRow({ figures, phrase, running }: HeadlineRowProps) {
  return (
    <section aria-label="Figures" className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 2xl:grid-cols-8">
      {headlineFigures(figures, phrase).map(({ label, value, exact, change, interval, sample }) => (
        <Figure
          key={label}
          label={label}
          value={value}
          change={change}
          interval={interval ?? null}
          sample={sample ?? null}
          {...(exact === undefined ? {} : { exact })}
        />
      ))}
      {running === undefined ? null : (
        <Figure label="Running now" value={running.isMore ? `> ${running.count}` : String(running.count)} sample="begun in the last 24 h" />
      )}
    </section>
  );
}
