/** Subscriptions to postgres_changes: how a client asks for them, and who is subscribed to what. */
import { z } from "zod";
import { type Filter, parseFilters } from "./filters.ts";
import type { Actor } from "./tokens.ts";

/** What a client asks for, understood. `*` stands for every table or event. */
export type Wish = {
  readonly event: "*" | "INSERT" | "UPDATE" | "DELETE";
  readonly schema: string;
  readonly table: string;
  readonly filters: readonly Filter[];
  /** The columns wanted; null for all. */
  readonly select: readonly string[] | null;
  /** The wish as it is named in messages to the client. */
  readonly description: string;
};

export type WishAnswer = { readonly kind: "wish"; readonly wish: Wish } | { readonly kind: "invalid"; readonly message: string };

export type Subscriber = {
  readonly actor: Actor;
  /** Delivers a change, whose data is JSON text, to the subscriptions of these ids. */
  pushChange(ids: readonly number[], data: string): void;
};

export type Subscription = Wish & { readonly id: number; readonly subscriber: Subscriber };

const wishSchema = z.object({
  event: z.string().optional(),
  schema: z.string().optional(),
  table: z.string().optional(),
  filter: z.string().nullish(),
  select: z.array(z.string()).nullish(),
});

/** Reads one entry of `config.postgres_changes`. */
export function parseWish(input: unknown): WishAnswer {
  const parsed = wishSchema.safeParse(input);
  if (!parsed.success || (parsed.data.schema === undefined && parsed.data.table === undefined)) {
    const message = "No subscription params provided. Please provide at least a `schema` or `table` to subscribe to";
    return { kind: "invalid", message: `${message}: ${JSON.stringify(input)}` };
  }
  const { schema = "public", table = "*", filter, select } = parsed.data;
  const answer = parseFilters(filter ?? "");
  if (answer.kind === "invalid") return answer;
  const columns = select && select.length > 0 ? select : null;
  if (columns && (schema === "*" || table === "*")) {
    const message = "Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.";
    return { kind: "invalid", message };
  }
  const event = parseEvent(parsed.data.event);
  const description = `event: ${event}, schema: ${schema}, table: ${table}, filters: ${filter ?? "none"}, select: ${columns?.join(",") ?? "all"}`;
  return { kind: "wish", wish: { event, schema, table, filters: answer.filters, select: columns, description } };
}

function parseEvent(event: string | undefined): Wish["event"] {
  const upper = event?.toUpperCase();
  return upper === "INSERT" || upper === "UPDATE" || upper === "DELETE" ? upper : "*";
}

/** All live subscriptions of the gateway. */
export class SubscriptionList {
  readonly #all = new Set<Subscription>();

  add(subscription: Subscription): void {
    this.#all.add(subscription);
  }

  remove(subscriber: Subscriber): void {
    for (const subscription of this.#all) if (subscription.subscriber === subscriber) this.#all.delete(subscription);
  }

  has(subscription: Subscription): boolean {
    return this.#all.has(subscription);
  }

  /** The subscriptions to a table. */
  of(schema: string, table: string): readonly Subscription[] {
    const isWanted = (wanted: string, name: string) => wanted === "*" || wanted === name;
    return [...this.#all].filter((one) => isWanted(one.schema, schema) && isWanted(one.table, table));
  }
}
