import type { GroupAction, GroupActionOutcome } from "../domain/error-group.ts";
import { type Client, unwrap } from "./client.ts";
import type { Json } from "./database.types.ts";

/**
 * Does with a group what an operator asks for, if it is still at the revision that the operator saw: of two who act at once one does, and
 * the other hears `changed`. Raises `forbidden` below operator, `invalid_input` for an end that has passed or is out of range, else as
 * `unwrap` does.
 */
export async function handleErrorGroup(
  client: Client,
  args: { readonly workspaceId: string; readonly id: string; readonly revision: number; readonly action: GroupAction },
): Promise<GroupActionOutcome> {
  const answer = await client.rpc("handle_error_group", {
    p_workspace_id: args.workspaceId,
    p_id: args.id,
    p_revision: args.revision,
    p_action: args.action.kind,
    p_details: detailsOf(args.action),
  });
  const outcome = unwrap(answer, "Handling the error group");
  if (outcome === null) return "gone";
  return outcome === "done" ? "done" : "changed";
}

function detailsOf(action: GroupAction): { [key: string]: Json } {
  if (action.kind === "assign") return { assigneeId: action.assigneeId };
  if (action.kind !== "ignore") return {};
  const reason = action.reason === undefined ? {} : { reason: action.reason };
  const { until } = action;
  if (until.kind === "time") return { ...reason, untilAt: until.untilAt };
  if (until.kind === "count") return { ...reason, untilCount: until.count };
  return until.kind === "rate" ? { ...reason, untilRatePerHour: until.perHour } : reason;
}
