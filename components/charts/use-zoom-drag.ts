import { useState } from "react";
import type { MouseHandlerDataParam } from "recharts";

type ZoomDrag = {
  /** What is being dragged over, in order of time; null while nothing is. */
  readonly selection: { readonly fromMs: number; readonly toMs: number } | null;
  readonly handlers: {
    readonly onMouseDown?: (state: MouseHandlerDataParam) => void;
    readonly onMouseMove?: (state: MouseHandlerDataParam) => void;
    readonly onMouseUp?: () => void;
    readonly onMouseLeave?: () => void;
  };
};

/** Dragging over a chart: calls `onZoom` with what was dragged over, its last step included (`stepMs` wide). A plain click does nothing. */
export function useZoomDrag(onZoom: ((fromMs: number, toMs: number) => void) | undefined, stepMs: number): ZoomDrag {
  const [drag, setDrag] = useState<{ readonly startMs: number; readonly endMs: number } | null>(null);
  const selection = drag === null ? null : { fromMs: Math.min(drag.startMs, drag.endMs), toMs: Math.max(drag.startMs, drag.endMs) };
  if (onZoom === undefined) return { selection: null, handlers: {} };
  const handlers = {
    onMouseDown: (state: MouseHandlerDataParam) => {
      const atMs = instantOf(state);
      if (atMs !== null) setDrag({ startMs: atMs, endMs: atMs });
    },
    onMouseMove: (state: MouseHandlerDataParam) => {
      const atMs = instantOf(state);
      if (drag !== null && atMs !== null) setDrag({ ...drag, endMs: atMs });
    },
    onMouseUp: () => {
      setDrag(null);
      if (selection !== null && selection.toMs > selection.fromMs) onZoom(selection.fromMs, selection.toMs + stepMs);
    },
    onMouseLeave: () => setDrag(null),
  };
  return { selection, handlers };
}

function instantOf(state: MouseHandlerDataParam): number | null {
  const atMs = Number(state.activeLabel);
  return state.activeLabel === undefined || Number.isNaN(atMs) ? null : atMs;
}
