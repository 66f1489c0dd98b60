import type { Alert } from "../domain/alert.ts";

/** Where a click on an alert leads, under the workspace's own path; null when its subject has no page. */
export function subjectPath(alert: Pick<Alert, "subjectKind" | "subjectId">): string | null {
  const id = encodeURIComponent(alert.subjectId);
  if (alert.subjectKind === "agent") return `/agents/${id}`;
  if (alert.subjectKind === "execution") return `/executions/${id}`;
  if (alert.subjectKind === "error_group") return `/errors/${id}`;
  return null;
}
