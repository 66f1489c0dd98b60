import type { MetricReport } from "../domain/metric.ts";
import { type CancelTimer, type Host, ownProcess, runEvery } from "./host.ts";
import { LogHistogram } from "./log-histogram.ts";
import { toInstant } from "./operation-figures.ts";

/** How often a point of each is sent, in ms. */
const PERIOD_MS = 10_000;
/** How often the event loop is asked how late it is, in ms: a hundred samples a point, at a few microseconds each. */
const SAMPLE_MS = 100;

/** What collecting needs: the machine and where points go. */
export type CollectParts = { readonly host: Host; readonly emit: (point: Omit<MetricReport, "sourceId">) => void };

/**
 * Sends figures of this process every ten seconds until called off: `process.memory.rss` and `process.memory.heap` (bytes),
 * `process.cpu.utilization` (1 is one core kept busy) and `process.event_loop.delay` (ms, a distribution). Null where there is no process.
 */
export function collectProcessMetrics({ host, emit }: CollectParts): CancelTimer | null {
  const process = ownProcess();
  if (process === null) return null;
  let delays = new LogHistogram();
  let lastSampleMs = host.monotonicMs();
  let last = { atMs: lastSampleMs, cpuUs: cpuUsOf(process) };
  const stopSampling = runEvery(SAMPLE_MS, () => {
    const nowMs = host.monotonicMs();
    delays.add(Math.max(0, nowMs - lastSampleMs - SAMPLE_MS));
    lastSampleMs = nowMs;
  });
  const stopSending = runEvery(PERIOD_MS, () => {
    const at = toInstant(host.nextInstantUs());
    const now = { atMs: host.monotonicMs(), cpuUs: cpuUsOf(process) };
    const { rss, heapUsed } = process.memoryUsage();
    const share = (now.cpuUs - last.cpuUs) / 1000 / Math.max(1, now.atMs - last.atMs);
    const distribution = delays.toDistribution();
    emit({ name: "process.memory.rss", type: "memory", unit: "By", at, value: rss });
    emit({ name: "process.memory.heap", type: "memory", unit: "By", at, value: heapUsed });
    emit({ name: "process.cpu.utilization", type: "cpu", unit: "1", at, value: share });
    if (distribution !== null) emit({ name: "process.event_loop.delay", type: "latency", unit: "ms", at, distribution });
    delays = new LogHistogram();
    last = now;
  });
  return () => {
    stopSampling();
    stopSending();
  };
}

function cpuUsOf(process: NodeJS.Process): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
