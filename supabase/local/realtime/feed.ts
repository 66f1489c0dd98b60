/** The postgres_changes of one channel: asked for at the join, judged then and after each change of token or connection. */
import type { Hub } from "./hub.ts";
import { parseWish, type Subscriber, type Wish } from "./subscriptions.ts";
import { type Verdict, validateWish } from "./validate.ts";

export class ChangeFeed {
  readonly #hub: Hub;
  readonly #subscriber: Subscriber;
  readonly #wishes: readonly { readonly id: number; readonly input: unknown }[];

  constructor(hub: Hub, subscriber: Subscriber, wishes: readonly unknown[]) {
    this.#hub = hub;
    this.#subscriber = subscriber;
    this.#wishes = wishes.map((input) => ({ id: hub.nextId(), input }));
  }

  get isEmpty(): boolean {
    return this.#wishes.length === 0;
  }

  /** The wishes as the join reply repeats them, each with the id that changes will bear. */
  bindings(): readonly unknown[] {
    return this.#wishes.map(({ id, input }) => (typeof input === "object" ? { ...input, id } : { id }));
  }

  /** Judges all wishes, for they stand or fall together. Nothing is subscribed by this. */
  async judge(): Promise<Verdict> {
    if (!this.#hub.isStreaming) return { kind: "unavailable" };
    for (const { input } of this.#wishes) {
      const answer = parseWish(input);
      if (answer.kind === "invalid") return { kind: "refused", message: answer.message };
      const verdict = await validateWish(this.#hub.database, answer.wish, this.#subscriber.actor.role);
      if (verdict.kind !== "ok") return verdict;
    }
    return { kind: "ok" };
  }

  /** Takes a verdict into effect. One that is unavailable leaves everything as it is. */
  apply(verdict: Verdict): void {
    if (verdict.kind === "unavailable") return;
    this.#hub.subscriptions.remove(this.#subscriber);
    if (verdict.kind === "refused") return;
    for (const { id, wish } of this.#parsed()) this.#hub.subscriptions.add({ ...wish, id, subscriber: this.#subscriber });
  }

  close(): void {
    this.#hub.subscriptions.remove(this.#subscriber);
  }

  #parsed(): readonly { readonly id: number; readonly wish: Wish }[] {
    return this.#wishes.flatMap(({ id, input }) => {
      const answer = parseWish(input);
      return answer.kind === "wish" ? [{ id, wish: answer.wish }] : [];
    });
  }
}
