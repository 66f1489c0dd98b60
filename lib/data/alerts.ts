import { type Alert, type AlertStatus, alertStatusSchema, severitySchema } from "../domain/alert.ts";
import { type Client, unwrap } from "./client.ts";
import { instantSchema } from "./execution-rows.ts";

/** The newest alerts of a workspace that have one of `statuses`, at most `limit`. Raises as `unwrap` does. */
export async function listAlerts(
  client: Client,
  args: { readonly workspaceId: string; readonly statuses: readonly AlertStatus[]; readonly limit: number },
): Promise<readonly Alert[]> {
  const answer = await client
    .from("alerts")
    .select("id, severity, kind, title, body, subject_kind, subject_id, status, occurrences, opened_at, last_seen_at")
    .eq("workspace_id", args.workspaceId)
    .in("status", [...args.statuses])
    .order("opened_at", { ascending: false })
    .limit(args.limit);
  return unwrap(answer, "Listing alerts").map((row) => ({
    id: row.id,
    severity: severitySchema.parse(row.severity),
    kind: row.kind,
    title: row.title,
    body: row.body,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    status: alertStatusSchema.parse(row.status),
    occurrences: row.occurrences,
    openedAt: instantSchema.parse(row.opened_at),
    lastSeenAt: instantSchema.parse(row.last_seen_at),
  }));
}

/**
 * Acknowledges or resolves an alert; resolves to its status afterwards, null when there is none. Acting
 * twice acts once. Raises `forbidden` below operator, else as `unwrap` does.
 */
export async function handleAlert(
  client: Client,
  args: { readonly workspaceId: string; readonly alertId: string; readonly status: "acknowledged" | "resolved" },
): Promise<AlertStatus | null> {
  const answer = await client.rpc("handle_alert", { p_workspace_id: args.workspaceId, p_id: args.alertId, p_status: args.status });
  return alertStatusSchema.nullable().parse(unwrap(answer, "Handling the alert"));
}
