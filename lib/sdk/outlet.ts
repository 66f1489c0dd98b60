import type { MetricReport } from "../domain/metric.ts";
import type { Disk } from "./disk.ts";
import type { SentReport } from "./execution.ts";
import { type Host, runAtExit, runEvery, runLater } from "./host.ts";
import { Outbox, type OutgoingRow, toMetricRow, toOutgoingRow } from "./outbox.ts";
import { describeError } from "./plain-json.ts";
import type { Report } from "./problem.ts";
import { Sender } from "./sender.ts";
import { Spool } from "./spool.ts";
import { findSpoolFolder } from "./spool-folder.ts";
import type { WindvaneOptions } from "./windvane.ts";

/** A quarter of a second: an operator sees an execution within the second in which it ended. */
const DEFAULT_MAX_DELAY_MS = 250;
/** At a KiB a row, half a MiB a request. */
const DEFAULT_MAX_BATCH = 500;
/** What ingest takes in one batch. */
const MAX_BATCH = 1000;
/** About ten MiB of memory, and three hours of an agent that does one thing a second. */
const DEFAULT_MAX_QUEUED = 10_000;
/** Rows may be far larger than a KiB. */
const DEFAULT_MAX_QUEUED_BYTES = 32 * 1024 * 1024;
/** A day of an agent that does one thing a second. */
const DEFAULT_SPOOL_BYTES = 64 * 1024 * 1024;
/** Ingest answers in well under a second; ten mean that nobody is there. */
const DEFAULT_TIMEOUT_MS = 10_000;
/** As long as a dead process holds its files. */
const ADOPT_EVERY_MS = 30_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where everything that a client reports goes in. `baseUrl` is the project's, null when the options name none. */
export type Outlet = {
  readonly baseUrl: string | null;
  readonly sendExecution: (row: SentReport, workspaceId: string | undefined) => void;
  readonly sendMetric: (point: MetricReport) => void;
  readonly flush: (timeoutMs: number) => Promise<number>;
  readonly close: (timeoutMs: number) => Promise<number>;
};

/** What an outlet is made of. `disk` is null where there is none. */
export type OutletParts = { readonly options: WindvaneOptions; readonly host: Host; readonly report: Report; readonly disk: Disk | null };

/** Makes the outlet of one client. Never throws. */
export function createOutlet({ options, host, report, disk }: OutletParts): Outlet {
  const baseUrl = findBaseUrl(options);
  if (baseUrl === null) {
    const message = `nothing will be sent: url ${describeError(options.url)} is no http address, or apiKey is empty`;
    report({ kind: "misconfigured", message });
    return { baseUrl, sendExecution: () => undefined, sendMetric: () => undefined, flush: async () => 0, close: async () => 0 };
  }
  const target = {
    endpoint: `${baseUrl}/functions/v1/ingest`,
    apiKey: options.apiKey,
    timeoutMs: atLeastOne(options.requestTimeoutMs, DEFAULT_TIMEOUT_MS),
  };
  const outbox = new Outbox({
    maxRows: atLeastOne(options.maxQueued, DEFAULT_MAX_QUEUED),
    maxCharacters: atLeastOne(options.maxQueuedBytes, DEFAULT_MAX_QUEUED_BYTES),
  });
  const limits = {
    maxDelayMs: Math.max(0, options.maxDelayMs ?? DEFAULT_MAX_DELAY_MS),
    maxBatch: Math.min(MAX_BATCH, atLeastOne(options.maxBatch, DEFAULT_MAX_BATCH)),
  };
  const spool = openSpool(target, { options, host, report, disk });
  const sender = new Sender({ outbox, spool, target, limits, host, report });
  return { baseUrl, ...openSender(sender, { hasSpool: spool !== null, defaultWorkspaceId: options.workspaceId, report }) };
}

type Doors = Omit<Outlet, "baseUrl">;
type DoorParts = { readonly hasSpool: boolean; readonly defaultWorkspaceId: string | undefined; readonly report: Report };

function openSender(sender: Sender, { hasSpool, defaultWorkspaceId, report }: DoorParts): Doors {
  let isClosed = false;
  let metricNumber = 0;
  const stops = hasSpool
    ? [runAtExit(() => sender.stopNow()), runLater(0, () => void sender.adopt()), runEvery(ADOPT_EVERY_MS, () => void sender.adopt())]
    : [];

  function send(row: OutgoingRow, workspaceId: string | undefined): void {
    const what = row.kind === "metric" ? "a point of a metric" : `execution ${row.id}`;
    if (isClosed) report({ kind: "dropped", reason: "closed", count: 1, message: `${what} is dropped: the client is closed` });
    // One wrong id would have the whole batch refused.
    else if (workspaceId !== undefined && !UUID.test(workspaceId)) {
      report({ kind: "dropped", reason: "refused", count: 1, message: `${what} is dropped: "${workspaceId}" is no workspace's id` });
    } else sender.add(row);
  }

  async function flush(timeoutMs: number): Promise<number> {
    await sender.flush(timeoutMs);
    return sender.unsentCount;
  }
  return {
    sendExecution: (row, workspaceId) => send(toOutgoingRow(row, workspaceId), workspaceId),
    sendMetric: (point) => {
      metricNumber += 1;
      send(toMetricRow(point, `metric-${metricNumber}`, defaultWorkspaceId), defaultWorkspaceId);
    },
    flush,
    close: async (timeoutMs) => {
      isClosed = true;
      // A process may live so briefly that nobody looked yet for what an earlier one left.
      await sender.adopt();
      const unsent = await flush(timeoutMs);
      for (const stop of stops) stop();
      await sender.stop();
      return unsent;
    },
  };
}

function openSpool(
  target: { readonly endpoint: string; readonly apiKey: string },
  { options, host, report, disk }: OutletParts,
): Spool | null {
  if (disk === null) return null;
  try {
    const folder = findSpoolFolder(options.spool, target);
    const maxBytes = atLeastOne(options.spool === false ? undefined : options.spool?.maxBytes, DEFAULT_SPOOL_BYTES);
    return folder === null ? null : new Spool({ disk, folder, maxBytes, host, report });
  } catch (error) {
    report({ kind: "spool", message: `there is no folder for what cannot be sent, so it waits in memory: ${describeError(error)}` });
    return null;
  }
}

/** The project's address without a slash at its end; null when the options name no place, or no key to get in. */
function findBaseUrl({ url, apiKey }: WindvaneOptions): string | null {
  if (typeof url !== "string" || !/^https?:\/\//.test(url) || !URL.canParse(url) || typeof apiKey !== "string" || apiKey === "")
    return null;
  return url.replace(/\/+$/, "");
}

function atLeastOne(given: number | undefined, otherwise: number): number {
  return given !== undefined && given >= 1 ? Math.trunc(given) : otherwise;
}
