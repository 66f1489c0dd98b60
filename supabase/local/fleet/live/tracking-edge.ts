import type { StartedExecution } from "../../../../lib/sdk/started-execution.ts";
import type { Windvane } from "../../../../lib/sdk/windvane.ts";
import { FLEET_TAGS } from "../work/effects.ts";
import type { HandlersOf } from "./handlers.ts";

/** Starts and ends of executions, told to Windvane through its SDK. `abandon` calls off whatever is still under way. */
export function createTrackingEdge(windvane: Windvane): HandlersOf<"start" | "end"> & { readonly abandon: (reason: string) => void } {
  const open = new Map<string, StartedExecution>();
  return {
    start: ({ parent, ...task }) => {
      const execution = windvane.executionFeedback.startExecution({
        ...task,
        parent: parent === undefined ? undefined : (open.get(parent) ?? parent),
        tags: FLEET_TAGS,
      });
      open.set(execution.id, execution);
      return execution.id;
    },
    end: ({ id, ending }) => {
      const execution = open.get(id);
      open.delete(id);
      const { status, outputs, error, usage } = ending;
      if (status === "cancelled") execution?.cancel(error?.message);
      else execution?.finish({ success: status === "succeeded", outputs, error, ...usage });
      return null;
    },
    abandon: (reason) => {
      for (const execution of open.values()) execution.cancel(reason);
      open.clear();
    },
  };
}
