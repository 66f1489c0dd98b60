import { describeIssue } from "./describe-issue.ts";
import { executionReportSchema, type IngestResult, type ParsedExecutionReport } from "./ingest.ts";

/** A row that can be stored, with its position in the batch. */
export type CheckedExecution = { readonly index: number; readonly report: ParsedExecutionReport };

/** The good rows of a batch, and for each bad one its position, the first field at fault ("" for the whole row) and why. */
export type CheckedExecutions = { readonly good: readonly CheckedExecution[]; readonly rejected: IngestResult["rejected"] };

/** More levels than data has; beyond some thousands, whoever reads them by recursion (the schema, Postgres) runs out of stack. */
const MAX_DEPTH = 200;

/** Checks each row of a batch by itself, so that a bad one does not spoil the others. Never raises. */
export function checkExecutions(rows: readonly unknown[]): CheckedExecutions {
  const good: CheckedExecution[] = [];
  const rejected: IngestResult["rejected"][number][] = [];
  for (const [index, row] of rows.entries()) {
    if (isDeeperThan(row, MAX_DEPTH)) {
      rejected.push({ index, field: "", reason: `is nested deeper than ${MAX_DEPTH} levels` });
      continue;
    }
    const parsed = executionReportSchema.safeParse(row);
    if (parsed.success) {
      good.push({ index, report: parsed.data });
      continue;
    }
    const issue = parsed.error.issues[0];
    rejected.push({
      index,
      field: issue?.path.join(".") ?? "",
      reason: issue === undefined ? "is not an execution" : describeIssue(issue),
    });
  }
  return { good, rejected };
}

/** By levels and not by recursion, which is what is to be kept from harm. */
function isDeeperThan(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= most && level.length > 0; depth += 1) {
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
  }
  return level.length > 0;
}
