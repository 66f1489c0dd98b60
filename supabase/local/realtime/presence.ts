/** Presence: who is on a topic and what they tell of themselves, as Phoenix keeps it. */
import { randomUUID } from "node:crypto";

export type PresenceMeta = Readonly<Record<string, unknown>> & { readonly phx_ref: string };
export type PresenceState = Readonly<Record<string, { readonly metas: readonly PresenceMeta[] }>>;
export type PresenceDiff = { readonly joins: PresenceState; readonly leaves: PresenceState };

type Tracked = { readonly key: string; readonly meta: PresenceMeta; readonly source: string };

/** The people of one topic. `Owner` is the channel that tracks; each tracks at most one entry. */
export class PresenceRoom<Owner> {
  readonly #tracked = new Map<Owner, Tracked>();

  get isEmpty(): boolean {
    return this.#tracked.size === 0;
  }

  /** Enters or renews an entry; null when nothing changed. A renewed one leaves and joins in one difference. */
  track(owner: Owner, key: string, payload: Readonly<Record<string, unknown>>): PresenceDiff | null {
    const source = JSON.stringify(payload);
    const before = this.#tracked.get(owner);
    if (before?.source === source) return null;
    const previous = before ? { phx_ref_prev: before.meta.phx_ref } : {};
    const meta = { ...payload, phx_ref: randomUUID(), ...previous };
    this.#tracked.set(owner, { key, meta, source });
    return { joins: single(key, meta), leaves: before ? single(key, before.meta) : {} };
  }

  /** Removes an entry; null when there was none. */
  untrack(owner: Owner): PresenceDiff | null {
    const before = this.#tracked.get(owner);
    this.#tracked.delete(owner);
    return before ? { joins: {}, leaves: single(before.key, before.meta) } : null;
  }

  state(): PresenceState {
    const byKey = Map.groupBy(this.#tracked.values(), (tracked) => tracked.key);
    return Object.fromEntries([...byKey].map(([key, entries]) => [key, { metas: entries.map(({ meta }) => meta) }]));
  }
}

function single(key: string, meta: PresenceMeta): PresenceState {
  return { [key]: { metas: [meta] } };
}
