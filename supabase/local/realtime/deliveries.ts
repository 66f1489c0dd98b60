/** Who gets which changes of one table, and with what data: filters, privileges and row-level security are judged here. */
import type { Database } from "./database.ts";
import { evaluateRows, type Row } from "./evaluate.ts";
import { isTooLarge, writeChange, writeChangeError } from "./payloads.ts";
import type { Change } from "./replication.ts";
import type { Subscriber, Subscription } from "./subscriptions.ts";
import { describeTable, type Table } from "./tables.ts";
import type { Actor } from "./tokens.ts";
import { findVisible, type VisibilityCheck } from "./visibility.ts";

/** One message to one subscriber; `data` is JSON text. */
export type Delivery = {
  readonly change: Change;
  readonly subscriber: Subscriber;
  readonly subscriptions: readonly Subscription[];
  readonly data: string;
};

/** Prepares the deliveries of changes that are all of one table, in their order for each subscriber. */
export async function prepareDeliveries(
  database: Database,
  changes: readonly Change[],
  subscriptions: readonly Subscription[],
): Promise<readonly Delivery[]> {
  // An actor may be replaced while statements run; the one that was asked about is the one that counts.
  const actors = new Map(subscriptions.map((subscription) => [subscription, subscription.subscriber.actor]));
  const roles = [...new Set([...actors.values()].map((actor) => actor.role))];
  const oid = changes[0]?.tableOid ?? 0;
  const table = await describeTable(database, oid, roles);
  if (!table) return [];
  const events = await evaluateEvents(database, { table, changes, subscriptions });
  const candidates = events.flatMap((event) => findCandidates({ event, table, subscriptions, actors }));
  const visible = await keepVisible(database, table, candidates);
  return toDeliveries(table, visible);
}

type Event = { readonly change: Change; readonly row: Row | null; readonly oldRow: Row | null };
type Candidate = { readonly event: Event; readonly subscription: Subscription; readonly actor: Actor; readonly error: string | null };
type Evaluated = { readonly table: Table; readonly changes: readonly Change[]; readonly subscriptions: readonly Subscription[] };

async function evaluateEvents(database: Database, { table, changes, subscriptions }: Evaluated): Promise<readonly Event[]> {
  const tuples = changes.flatMap((change) => [change.record, change.oldRecord].filter((tuple) => tuple !== null));
  const rows = [...(await evaluateRows(database, { table, tuples, filters: subscriptions.flatMap(({ filters }) => filters) }))].values();
  const next = () => rows.next().value ?? null;
  return changes.map((change) => ({ change, row: change.record && next(), oldRow: change.oldRecord && next() }));
}

type CandidateSource = {
  readonly event: Event;
  readonly table: Table;
  readonly subscriptions: readonly Subscription[];
  readonly actors: ReadonlyMap<Subscription, Actor>;
};

function findCandidates({ event, table, subscriptions, actors }: CandidateSource): readonly Candidate[] {
  const { change } = event;
  return subscriptions.flatMap((subscription) => {
    const actor = actors.get(subscription);
    if (!actor || (subscription.event !== "*" && subscription.event !== change.type)) return [];
    const error = change.type === "DELETE" ? null : findAccessError(table, actor.role);
    const judged = event.row ?? event.oldRow;
    return error || judged?.passes(subscription.filters) ? [{ event, subscription, actor, error }] : [];
  });
}

function findAccessError(table: Table, role: string): string | null {
  if (table.key.length === 0) return "Error 400: Bad Request, no primary key";
  const readable = table.readable[role] ?? [];
  return table.key.every((column) => readable.includes(column.name)) ? null : "Error 401: Unauthorized";
}

/** Asks for each distinct set of claims which of its candidates' rows it sees. */
async function keepVisible(database: Database, table: Table, candidates: readonly Candidate[]): Promise<readonly Candidate[]> {
  const isAsked = ({ event, error }: Candidate) => table.isSecured && event.change.type !== "DELETE" && !error;
  const groups = [...Map.groupBy(candidates.filter(isAsked), ({ actor }) => actor.claims).values()].map((group) => ({
    group,
    events: [...new Set(group.map(({ event }) => event))],
  }));
  const checks = groups.flatMap(({ group, events }): VisibilityCheck[] => {
    const keys = events.map(({ change }) => table.key.map((column) => change.record?.[column.name] ?? null));
    return group[0] ? [{ actor: group[0].actor, table, keys }] : [];
  });
  const answers = await findVisible(database, checks);
  const seen = new Set(
    groups.flatMap(({ group, events }, at) => {
      const events_ = new Set(events.filter((_, position) => answers[at]?.has(position)));
      return group.filter(({ event }) => events_.has(event));
    }),
  );
  return candidates.filter((candidate) => !isAsked(candidate) || seen.has(candidate));
}

/** One delivery for each change, subscriber and choice of columns; the text is shared by all of a role. */
function toDeliveries(table: Table, candidates: readonly Candidate[]): readonly Delivery[] {
  const texts = new Map<string, string>();
  const numbers = new Map<Event, number>();
  const write = ({ event, subscription, actor, error }: Candidate) => {
    if (!numbers.has(event)) numbers.set(event, numbers.size);
    const key = JSON.stringify([numbers.get(event), actor.role, subscription.select, error]);
    const text = texts.get(key) ?? writeCandidate(table, { event, subscription, actor, error });
    texts.set(key, text);
    return text;
  };
  const bySubscriber = Map.groupBy(candidates, ({ subscription }) => subscription.subscriber);
  return [...bySubscriber].flatMap(([subscriber, own]) => {
    const byText = new Map<string, Delivery & { subscriptions: Subscription[] }>();
    for (const candidate of own) {
      const data = write(candidate);
      const key = `${numbers.get(candidate.event)} ${data}`;
      const delivery = byText.get(key) ?? { change: candidate.event.change, subscriber, subscriptions: [], data };
      delivery.subscriptions.push(candidate.subscription);
      byText.set(key, delivery);
    }
    return [...byText.values()];
  });
}

function writeCandidate(table: Table, { event, subscription, actor, error }: Candidate): string {
  if (error) return writeChangeError(event.change, error);
  const { change, row, oldRow } = event;
  return writeChange({ change, table, row, oldRow, isTooLarge: isTooLarge(change), role: actor.role, select: subscription.select });
}
