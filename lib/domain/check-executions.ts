import { executionReportSchema, type IngestResult, type ParsedExecutionReport } from "./ingest.ts";

/** A row that can be stored, with its position in the batch. */
export type CheckedExecution = { readonly index: number; readonly report: ParsedExecutionReport };

/** The good rows of a batch, and for each bad one its position, the first field at fault ("" for the whole row) and why. */
export type CheckedExecutions = { readonly good: readonly CheckedExecution[]; readonly rejected: IngestResult["rejected"] };

/** Checks each row of a batch by itself, so that a bad one does not spoil the others. Never raises. */
export function checkExecutions(rows: readonly unknown[]): CheckedExecutions {
  const good: CheckedExecution[] = [];
  const rejected: IngestResult["rejected"][number][] = [];
  for (const [index, row] of rows.entries()) {
    const parsed = executionReportSchema.safeParse(row);
    if (parsed.success) {
      good.push({ index, report: parsed.data });
      continue;
    }
    const issue = parsed.error.issues[0];
    rejected.push({ index, field: issue?.path.join(".") ?? "", reason: issue?.message ?? "is not an execution" });
  }
  return { good, rejected };
}
