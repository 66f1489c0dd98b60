import { classNames } from "@/components/ui/class-names.ts";
import { templateParts } from "@/lib/view/error-group-text.ts";

/** A template: what is always the same as words, what varies as what it is. */
export function TemplateText({ text, className }: { readonly text: string; readonly className?: string }) {
  return (
    <span className={classNames("font-mono [overflow-wrap:anywhere]", className)}>
      {templateParts(text).map((part, index) =>
        part.kind === "words" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text have no other identity than their place
          <span key={index}>{part.text}</span>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <var key={index} title="Differs from one to the next" className="rounded-sm border bg-hover px-1 text-muted not-italic">
            {part.text.replace(/^<\*>$/, "…")}
          </var>
        ),
      )}
    </span>
  );
}
