/** Runs what the table `schedules` says, as pg_cron does on a hosted project. One run of an entry at a time. */
import { Cron } from "croner";
import type postgres from "postgres";

export type Scheduler = { stop(): Promise<void> };

export type SchedulerOptions = {
  readonly sql: postgres.Sql;
  readonly callFunction: (name: string) => Promise<void>;
  readonly log: (line: string) => void;
};

type Entry = { name: string; cron: string; kind: "sql" | "function"; command: string };

export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { sql } = options;
  const entries = await sql<Entry[]>`select name, cron, kind, command from public.schedules where is_enabled order by name`;
  const running = new Set<Promise<void>>();
  const jobs = entries.map((entry) => {
    const job = new Cron(toCron(entry.cron), { timezone: "UTC", protect: true, unref: true }, () => {
      const run = runEntry(entry, options);
      running.add(run);
      return run.finally(() => running.delete(run));
    });
    return job;
  });
  return {
    async stop() {
      for (const job of jobs) job.stop();
      await Promise.allSettled(running);
    },
  };
}

/** pg_cron's "N seconds" as a cron pattern with a seconds field. */
export function toCron(text: string): string {
  const seconds = /^([1-9]|[1-5]\d) seconds?$/.exec(text);
  return seconds ? `*/${seconds[1]} * * * * *` : text;
}

async function runEntry(entry: Entry, { sql, callFunction, log }: SchedulerOptions): Promise<void> {
  let failure: string | null = null;
  const startedAt = new Date();
  try {
    if (entry.kind === "sql") await sql.unsafe(entry.command);
    else await callFunction(entry.command);
  } catch (cause) {
    failure = cause instanceof Error ? cause.message : String(cause);
    log(`schedule ${entry.name} failed: ${failure}`);
  }
  await sql`
    update public.schedules set last_started_at = ${startedAt}, last_finished_at = now(), last_error = ${failure}
    where name = ${entry.name}
  `.catch((cause: unknown) => log(`schedule ${entry.name} could not be noted: ${String(cause)}`));
}
