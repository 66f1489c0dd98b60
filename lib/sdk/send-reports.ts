import type { BackoffEffect } from "../policy/backoff.ts";
import type { RowCounts } from "./outbox.ts";
import type { StoredResult } from "./post-batch.ts";
import type { Report } from "./problem.ts";

/** Puts into words what happened to rows on their way. */
export class SendReports {
  readonly #report: Report;
  readonly #skewed = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
  }

  /** Rejected rows, and each agent's clock once. */
  stored({ rejected, clockSkews }: StoredResult): void {
    for (const { row, field, reason } of rejected) {
      const isMetric = row.kind === "metric";
      const what = isMetric ? `metric point ${row.json.slice(0, 200)}` : `execution ${row.id}`;
      const message = `${what} was rejected: ${field} ${reason}`;
      this.#report({ kind: "rejected", executionId: isMetric ? undefined : row.id, field, message });
    }
    for (const { agentId, skewMs } of clockSkews) {
      if (this.#skewed.has(agentId)) continue;
      this.#skewed.add(agentId);
      this.#report({ kind: "clock_skew", agentId, skewMs, message: `the clock of ${agentId} is off by ${skewMs} ms` });
    }
  }

  /** A batch that will never be taken. */
  refused(count: number, answer: string): void {
    this.#report({ kind: "dropped", reason: "refused", count, message: `${count} rows are dropped: ${answer}` });
  }

  /** A key that is not taken. */
  unauthorized(workspaceId: string | undefined, { count, answer }: { readonly count: number; readonly answer: string }): void {
    const where = workspaceId === undefined ? "" : ` to workspace ${workspaceId}`;
    const message = `the key was refused, so nothing more is sent${where}; ${count} rows are dropped: ${answer}`;
    this.#report({ kind: "unauthorized", workspaceId, message });
  }

  /** A batch that will be tried again. */
  retrying(effects: readonly BackoffEffect[], { message, queued }: { readonly message: string; readonly queued: number }): void {
    for (const { delayMs, evidence } of effects) {
      const words = `${message}. Next try in ${Math.round(delayMs)} ms; ${queued} rows wait.`;
      this.#report({ kind: "retrying", failures: evidence.failures, delayMs, queued, message: words });
    }
  }

  /** Rows for which there was no room. */
  overflow({ start, metric, end }: RowCounts): void {
    const count = start + metric + end;
    if (count === 0) return;
    const message = `more rows wait than there is room for: ${end} ended executions are lost, the start of ${start} others, and ${metric} points of metrics`;
    this.#report({ kind: "dropped", reason: "overflow", count, message });
  }

  /** Rows that a process that ends could neither send nor write down. */
  lostAtEnd(count: number): void {
    if (count > 0) this.#report({ kind: "dropped", reason: "closed", count, message: `${count} rows are lost with this process` });
  }
}
