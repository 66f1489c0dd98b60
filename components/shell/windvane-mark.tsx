import { classNames } from "@/components/ui/class-names.ts";

type WindvaneMarkProps = {
  /** The vane alone, where there is no room for the name. */
  readonly wordless?: boolean;
  readonly className?: string;
};

/** The vane and the name. */
export function WindvaneMark({ wordless = false, className }: WindvaneMarkProps) {
  return (
    <span className={classNames("inline-flex items-center gap-2", className)}>
      <svg aria-hidden="true" viewBox="0 0 24 24" className="size-6 shrink-0" fill="none" stroke="currentColor" strokeWidth={1.75}>
        <path d="M10.5 10.5V22M6.5 22h8M2 7h11" strokeLinecap="round" />
        <path d="m2 3.5 3 3.5-3 3.5" strokeLinecap="round" strokeLinejoin="round" />
        <path d="M13 2.5 22 7l-9 4.5Z" fill="var(--accent)" stroke="var(--accent)" strokeLinejoin="round" />
      </svg>
      <span className={wordless ? "sr-only" : "font-semibold tracking-tight"}>Windvane</span>
    </span>
  );
}
