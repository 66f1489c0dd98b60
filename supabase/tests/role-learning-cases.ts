/** Functions of the learners, which only the service may call; a part of the roles' cases. */
import type { Client } from "../../lib/data/client.ts";

type Answer = PromiseLike<{ data: unknown; error: { code?: string } | null; status: number }>;

/** Each by its name, called with arguments that do nothing. */
export const LEARNER_FUNCTIONS: Readonly<Record<string, (client: Client, workspaceId: string) => Answer>> = {
  take_error_slice: (client) => client.rpc("take_error_slice"),
  store_error_slice: (client, workspaceId) =>
    client.rpc("store_error_slice", {
      p_workspace_id: workspaceId,
      p_version: 0,
      p_entries: [],
      p_gone: [],
      p_templates: [],
      p_occurrences: [],
    }),
  read_error_watch: (client) => client.rpc("read_error_watch"),
  apply_error_verdicts: (client) => client.rpc("apply_error_verdicts", { p_verdicts: [] }),
  take_series_slice: (client) => client.rpc("take_series_slice", { p_series: 1, p_span: "1 hour", p_is_live: true }),
  store_series_slice: (client, workspaceId) =>
    client.rpc("store_series_slice", { p_workspace_id: workspaceId, p_until: "2026-11-01T00:00:00Z", p_series: [] }),
  take_baseline_slice: (client) => client.rpc("take_baseline_slice", { p_series: 1 }),
  store_baselines: (client, workspaceId) =>
    client.rpc("store_baselines", { p_workspace_id: workspaceId, p_window_hours: 24, p_baselines: [] }),
};
