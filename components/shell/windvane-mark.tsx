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
        <path d="M12 11v11M7 22h10" strokeLinecap="round" />
        <path d="M2 8h12" strokeLinecap="round" />
        <path d="M14 3.5 22 8l-8 4.5Z" fill="var(--accent)" stroke="var(--accent)" strokeLinejoin="round" />
        <path d="m2 5 3 3-3 3" strokeLinecap="round" strokeLinejoin="round" />
      </svg>
      <span className={wordless ? "sr-only" : "font-semibold tracking-tight"}>Windvane</span>
    </span>
  );
}
