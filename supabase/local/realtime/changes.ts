/**
 * From changes to deliveries. Changes queue while a batch is on its way, and the next batch takes all
 * that waits: the busier the database, the fewer statements a change costs.
 */
import { waitForCommits } from "./commits.ts";
import type { Database } from "./database.ts";
import { type Delivery, prepareDeliveries } from "./deliveries.ts";
import { MAX_BATCH_CHANGES, MAX_QUEUED_CHANGES } from "./limits.ts";
import type { Change } from "./replication.ts";
import { report } from "./report.ts";
import type { Subscriber, SubscriptionList } from "./subscriptions.ts";

export type ChangePump = {
  /** Takes changes; resolves at once, or, when too many wait, when some are gone. */
  take(changes: readonly Change[]): Promise<void>;
};

export type PumpOptions = {
  readonly database: Database;
  readonly subscriptions: SubscriptionList;
  /** Called when a batch failed, as when a filter no longer fits its table: subscribers are checked anew. */
  readonly onFault: (subscribers: ReadonlySet<Subscriber>) => Promise<void>;
};

export function createChangePump(options: PumpOptions): ChangePump {
  let queue: Change[] = [];
  let pumping: Promise<void> | null = null;
  const pump = async () => {
    while (queue.length > 0) {
      const batch = queue.slice(0, MAX_BATCH_CHANGES);
      queue = queue.slice(MAX_BATCH_CHANGES);
      await processBatch(options, batch).catch((error: unknown) => report(`${batch.length} changes were not delivered`, error));
    }
    pumping = null;
  };
  return {
    async take(changes) {
      const wanted = changes.filter((change) => options.subscriptions.of(change.schema, change.table).length > 0);
      if (wanted.length === 0) return;
      queue.push(...wanted);
      pumping ??= pump();
      if (queue.length > MAX_QUEUED_CHANGES) await pumping;
    },
  };
}

async function processBatch(options: PumpOptions, batch: readonly Change[]): Promise<void> {
  await waitForCommits(options.database, new Set(batch.map((change) => change.transaction)));
  const tables = Map.groupBy(batch, (change) => change.tableOid);
  const deliveries = (await Promise.all([...tables.values()].map((changes) => processTable(options, changes)))).flat();
  const order = new Map(batch.map((change, index) => [change, index]));
  deliveries.sort((left, right) => (order.get(left.change) ?? 0) - (order.get(right.change) ?? 0));
  for (const { subscriber, subscriptions, data } of deliveries) {
    const live = subscriptions.filter((subscription) => options.subscriptions.has(subscription));
    if (live.length > 0)
      subscriber.pushChange(
        live.map(({ id }) => id),
        data,
      );
  }
}

async function processTable(options: PumpOptions, changes: readonly Change[]): Promise<readonly Delivery[]> {
  const [first] = changes;
  if (!first) return [];
  const attempt = async () => {
    const subscriptions = options.subscriptions.of(first.schema, first.table);
    return subscriptions.length === 0 ? [] : await prepareDeliveries(options.database, changes, subscriptions);
  };
  try {
    return await attempt();
  } catch (error) {
    report(`changes of ${first.schema}.${first.table} could not be read, subscribers are checked anew`, error);
    await options.onFault(new Set(options.subscriptions.of(first.schema, first.table).map(({ subscriber }) => subscriber)));
    return await attempt().catch((again: unknown) => {
      report(`${changes.length} changes of ${first.schema}.${first.table} were not delivered`, again);
      return [];
    });
  }
}
