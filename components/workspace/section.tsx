import { type ReactNode, useId } from "react";

type SectionProps = { readonly title: string; readonly note?: ReactNode; readonly action?: ReactNode; readonly children: ReactNode };

/** A theme of a page: its title, what it is for, its one action, its content. */
export function Section({ title, note, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
        <div className="flex min-w-0 flex-col gap-0.5">
          <h2 id={id} className="font-semibold text-lg">
            {title}
          </h2>
          {note === undefined ? null : <p className="max-w-prose text-muted">{note}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
