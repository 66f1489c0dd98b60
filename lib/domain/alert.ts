import { z } from "zod";

/** How bad, from worst. */
export const SEVERITIES = ["critical", "serious", "warning", "info"] as const;

/** See {@link SEVERITIES}. */
export const severitySchema = z.enum(SEVERITIES);

/** See {@link SEVERITIES}. */
export type Severity = z.infer<typeof severitySchema>;

/** An alert is open, then possibly acknowledged ("somebody is on it"), then resolved. */
export const alertStatusSchema = z.enum(["open", "acknowledged", "resolved"]);

/** See {@link alertStatusSchema}. */
export type AlertStatus = z.infer<typeof alertStatusSchema>;

/** What an operator must know. Instants are ISO 8601. */
export type Alert = {
  readonly id: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  /** What it is about, and where a click leads. */
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly status: AlertStatus;
  /** How often it was raised while it was not resolved. */
  readonly occurrences: number;
  readonly openedAt: string;
  readonly lastSeenAt: string;
};
