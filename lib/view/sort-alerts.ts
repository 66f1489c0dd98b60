import { type Alert, type AlertStatus, SEVERITIES } from "../domain/alert.ts";

const TURNS: readonly AlertStatus[] = ["open", "acknowledged", "resolved"];

/** In the order to look at them: those nobody has taken first, among them the worst first, then the newest. */
export function sortAlerts(alerts: readonly Alert[]): readonly Alert[] {
  return alerts.toSorted(
    (a, b) =>
      TURNS.indexOf(a.status) - TURNS.indexOf(b.status) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Date.parse(b.openedAt) - Date.parse(a.openedAt),
  );
}
