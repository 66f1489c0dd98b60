import { CircleCheck, CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { SeverityMark } from "@/components/ui/severity-mark.tsx";
import type { HealthLevel, HealthVerdict } from "@/lib/view/health-verdict.ts";

/** The page's one sentence, with its shape and word. `children` is where to look next. */
export function VerdictLine({ verdict, children }: { readonly verdict: HealthVerdict; readonly children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <LevelMark level={verdict.level} />
      <p className="min-w-0 flex-1 basis-60 text-pretty font-medium text-lg [overflow-wrap:anywhere]">{verdict.sentence}</p>
      {children}
    </div>
  );
}

function LevelMark({ level }: { readonly level: HealthLevel }) {
  if (level === "healthy") return <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-healthy" />;
  if (level === "unknown") {
    return (
      <span className="mt-0.5 flex items-center gap-1.5 whitespace-nowrap font-medium text-muted">
        <CircleHelp aria-hidden="true" className="size-5" />
        <span className="hatched rounded px-1">
          <span className="bg-background px-1">Unknown</span>
        </span>
      </span>
    );
  }
  return <SeverityMark severity={level} className="mt-0.5" />;
}
