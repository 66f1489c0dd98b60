import type { Booking, BookingRequest } from "../world/bookings.ts";
import type { ParsedMessage } from "../world/messages.ts";
import type { Facts } from "../world/site.ts";

/*
 * Agents say what they do as a sequence of effects, and are given the answers. Live, the effects are carried out: files, HTTP, SQL,
 * the clock. In the history, the same effects are answered by the same rules of the world in virtual time. So both have one behaviour.
 */

/** Somebody an agent may write to. `slug` names the company. */
export type Contact = {
  readonly name: string;
  readonly address: string;
  readonly slug: string;
  readonly company: string;
  readonly subject: string;
};

/** On every execution of the fleet, so that nobody takes it for their own. */
export const FLEET_TAGS = { demo: true, fleet: "demo" };

/** A request's outcome; `failed` is the network's own doing, with the name of the error that a client sees. */
export type FetchAnswer =
  | { readonly kind: "answered"; readonly status: number; readonly body: string; readonly retryAfterMs: number }
  | { readonly kind: "failed"; readonly error: "NetworkError" | "TimeoutError"; readonly message: string };

/** What a cache holds under a key. */
export type CacheAnswer =
  | { readonly kind: "miss" }
  | { readonly kind: "hit"; readonly text: string }
  | { readonly kind: "spoilt"; readonly wanted: string; readonly found: string };

/** What is known of an execution at its start and its end; the SDK's own names. */
export type TaskStart = {
  readonly agentId: string;
  readonly taskType: string;
  readonly taskDescription: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly attempt: number;
  readonly parent: string | undefined;
};

/** See {@link TaskStart}. */
export type TaskEnd = {
  readonly status: "succeeded" | "failed" | "cancelled";
  readonly outputs?: Readonly<Record<string, unknown>> | undefined;
  readonly error?:
    | { readonly type: string; readonly message: string; readonly details?: Readonly<Record<string, string | number>> | undefined }
    | undefined;
  readonly usage?: Usage | undefined;
};

/** What a model was given and gave, and what that cost. */
export type Usage = { readonly model: string; readonly inputTokens: number; readonly outputTokens: number; readonly costUsd: number };

/** What the data agent counts: done work of some kind, and when. */
export type WorkKind = "message" | "letter" | "booking";

/** Every effect: what is asked, and what the answer is. Sizes are bytes, times ms. */
export type Effects = {
  /** A pause between tasks of this length on average; shortened or stretched with the pace of the world. */
  readonly pause: { readonly request: { readonly meanMs: number }; readonly answer: null };
  /** A wait of exactly this length. */
  readonly wait: { readonly request: { readonly ms: number }; readonly answer: null };
  readonly draw: { readonly request: Record<never, never>; readonly answer: number };
  readonly start: { readonly request: TaskStart; readonly answer: string };
  readonly end: { readonly request: { readonly id: string; readonly ending: TaskEnd }; readonly answer: null };
  readonly fetch: {
    readonly request: { readonly path: string; readonly body?: string; readonly timeoutMs: number };
    readonly answer: FetchAnswer;
  };
  readonly takeMessage: {
    readonly request: Record<never, never>;
    readonly answer: { readonly number: number; readonly bytes: number } | null;
  };
  readonly parseMessage: { readonly request: { readonly number: number }; readonly answer: ParsedMessage };
  readonly saveContact: { readonly request: { readonly contact: Contact }; readonly answer: { readonly isNew: boolean } };
  readonly pickContact: { readonly request: Record<never, never>; readonly answer: Contact | null };
  readonly saveFacts: { readonly request: { readonly slug: string; readonly facts: Facts }; readonly answer: null };
  readonly readFacts: { readonly request: { readonly slug: string }; readonly answer: Facts | null };
  /** An entry older than `maxAgeMs` (of a world at pace 1) is no longer there. */
  readonly readCache: { readonly request: { readonly key: string; readonly maxAgeMs: number }; readonly answer: CacheAnswer };
  readonly writeCache: { readonly request: { readonly key: string; readonly text: string }; readonly answer: null };
  readonly clearCache: { readonly request: { readonly key: string }; readonly answer: null };
  readonly writeFile: {
    readonly request: { readonly name: string; readonly text: string };
    readonly answer: { readonly isWritten: boolean; readonly usedBytes: number; readonly quotaBytes: number };
  };
  readonly archiveFiles: { readonly request: Record<never, never>; readonly answer: { readonly files: number; readonly bytes: number } };
  readonly takeBooking: { readonly request: Record<never, never>; readonly answer: BookingRequest | null };
  readonly book: { readonly request: { readonly request: BookingRequest; readonly host: number }; readonly answer: Booking | null };
  readonly unbook: { readonly request: { readonly number: number }; readonly answer: null };
  readonly noteWork: { readonly request: { readonly kind: WorkKind }; readonly answer: null };
  /** Counts work of one kind in the last `windowMs` (of a world at pace 1), day by day and hour by hour. */
  readonly report: { readonly request: { readonly kind: WorkKind; readonly windowMs: number }; readonly answer: { readonly rows: number } };
};

/** The name of an effect. */
export type EffectKind = keyof Effects;

/** An effect on its way to whoever carries it out. */
export type Effect = { readonly [K in EffectKind]: { readonly kind: K; readonly request: Effects[K]["request"] } }[EffectKind];

/** Work as a sequence of effects. */
export type Routine<T> = Generator<Effect, T, unknown>;

/** Asks for one effect and gives its answer. */
export function* perform<K extends EffectKind>(kind: K, request: Effects[K]["request"]): Routine<Effects[K]["answer"]> {
  // Both casts hold by the table of effects: a carrier answers an effect of a kind with the answer of that kind.
  return (yield { kind, request } as Effect) as Effects[K]["answer"];
}
