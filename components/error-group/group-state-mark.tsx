import { CircleCheck, CircleDot, EyeOff, Sparkle, Undo2 } from "lucide-react";
import { classNames } from "@/components/ui/class-names.ts";
import type { GroupState } from "@/lib/domain/error-group.ts";
import { STATE_WORDS } from "@/lib/view/error-group-words.ts";

const LOOKS = {
  back: { Shape: Undo2, colour: "text-serious" },
  new: { Shape: Sparkle, colour: "text-warning" },
  open: { Shape: CircleDot, colour: "text-muted" },
  ignored: { Shape: EyeOff, colour: "text-muted" },
  resolved: { Shape: CircleCheck, colour: "text-healthy" },
} as const;

/** How a group stands: a shape, a word, a colour. */
export function GroupStateMark({ state, className }: { readonly state: GroupState; readonly className?: string }) {
  const { Shape, colour } = LOOKS[state];
  return (
    <span className={classNames("inline-flex items-center align-middle gap-1.5 whitespace-nowrap text-sm", className)}>
      <Shape aria-hidden="true" className={classNames("size-4 shrink-0", colour)} />
      {STATE_WORDS[state]}
    </span>
  );
}
