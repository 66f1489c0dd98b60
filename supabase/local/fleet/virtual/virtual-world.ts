import { assertNever } from "../../../../lib/core/assert-never.ts";
import { drawNormal, type Random } from "../../../../lib/core/seeded-random.ts";
import type { CacheAnswer, Effect, Effects, FetchAnswer } from "../work/effects.ts";
import type { FaultLevels } from "../world/faults.ts";
import { answerUpstream, describeLost, describeTimeout } from "../world/serve.ts";
import { lettersQuotaBytes, spoilsEntry } from "../world/storage.ts";
import { decidePassage } from "../world/upstream.ts";
import type { VirtualStores } from "./virtual-stores.ts";

/** An answer, and how long the effect took in ms of virtual time. */
export type Timed<T> = { readonly answer: T; readonly tookMs: number };

/** What answers depend on: the instant, chance, the faults of that instant, and how much longer than live a pause lasts now. */
export type VirtualMoment = { readonly nowMs: number; readonly random: Random; readonly levels: FaultLevels; readonly stretch: number };

/** An effect that concerns the world; starts and ends of executions are the recorder's. */
export type WorldEffect = Exclude<Effect, { kind: "start" | "end" }>;

/** What local work takes on an ordinary machine, in ms, in the middle; the spread is logarithmic. */
const TYPICAL_MS = { file: 0.9, parse: 2.2, database: 1.6 } as const;
const SPREAD = 0.35;
/** And for each row of a report. */
const ROW_MS = 0.012;

/** Answers effects by the rules of the world, in no time at all. */
export class VirtualWorld {
  readonly #seed: number;
  readonly #stores: VirtualStores;
  readonly #cache = new Map<string, { readonly text: string; readonly writtenAtMs: number; isSpoilt: boolean }>();

  constructor(seed: number, stores: VirtualStores) {
    this.#seed = seed;
    this.#stores = stores;
  }

  answer(effect: WorldEffect, at: VirtualMoment): Timed<Effects[WorldEffect["kind"]]["answer"]> {
    switch (effect.kind) {
      case "pause":
        return { answer: null, tookMs: effect.request.meanMs * (0.5 + at.random()) * at.stretch };
      case "wait":
        return { answer: null, tookMs: effect.request.ms };
      case "draw":
        return { answer: at.random(), tookMs: 0 };
      case "fetch":
        return this.#fetch(effect.request, at);
      case "parseMessage":
        return { answer: this.#stores.parseMessage(effect.request.number), tookMs: typical("parse", at.random) };
      case "report": {
        const { kind, windowMs } = effect.request;
        const answer = this.#stores.countWork(kind, at.nowMs - windowMs * at.stretch, at.nowMs);
        return { answer, tookMs: typical("database", at.random) + ROW_MS * answer.rows };
      }
      default:
        return { answer: this.#answerFromStores(effect, at), tookMs: typical("file", at.random) };
    }
  }

  #answerFromStores(
    effect: Exclude<WorldEffect, { kind: "pause" | "wait" | "draw" | "fetch" | "parseMessage" | "report" }>,
    at: VirtualMoment,
  ) {
    const stores = this.#stores;
    switch (effect.kind) {
      case "takeMessage":
        return stores.takeMessage();
      case "saveContact":
        return stores.saveContact(effect.request.contact);
      case "pickContact":
        return stores.pickContact(at.random());
      case "saveFacts":
        return stores.saveFacts(effect.request.slug, effect.request.facts);
      case "readFacts":
        return stores.readFacts(effect.request.slug);
      case "readCache":
        return this.#readCache(effect.request, at);
      case "writeCache":
        this.#cache.set(effect.request.key, { text: effect.request.text, writtenAtMs: at.nowMs, isSpoilt: false });
        return null;
      case "clearCache":
        this.#cache.delete(effect.request.key);
        return null;
      case "writeFile":
        return stores.writeFile(effect.request.name, effect.request.text, lettersQuotaBytes(at.levels));
      case "archiveFiles":
        return stores.archiveFiles();
      case "takeBooking":
        return stores.takeBooking(at.nowMs, at.stretch);
      case "book":
        return stores.book({ ...effect.request.request, host: effect.request.host }, at.nowMs);
      case "unbook":
        return stores.unbook(effect.request.number);
      case "noteWork":
        return stores.noteWork(effect.request.kind, at.nowMs);
      default:
        return assertNever(effect);
    }
  }

  #fetch({ path, body, timeoutMs }: Effects["fetch"]["request"], at: VirtualMoment): Timed<FetchAnswer> {
    const passage = decidePassage(at.levels, at.random);
    if (passage.kind === "reset")
      return { answer: { kind: "failed", error: "NetworkError", message: describeLost(path, "ECONNRESET") }, tookMs: passage.delayMs };
    if (passage.kind === "refuse") {
      const retryAfterMs = 1000 * passage.retryAfterS;
      return { answer: { kind: "answered", status: passage.status, body: "", retryAfterMs }, tookMs: passage.delayMs };
    }
    const given = passage.kind === "pass" ? answerUpstream(this.#seed, path, body) : null;
    const tookMs = given === null || passage.kind === "hang" ? Number.POSITIVE_INFINITY : passage.delayMs + given.workMs;
    if (given === null || tookMs > timeoutMs) {
      return { answer: { kind: "failed", error: "TimeoutError", message: describeTimeout(path, timeoutMs) }, tookMs: timeoutMs };
    }
    return { answer: { kind: "answered", status: given.status, body: given.body, retryAfterMs: 0 }, tookMs };
  }

  #readCache({ key, maxAgeMs }: Effects["readCache"]["request"], at: VirtualMoment): CacheAnswer {
    const entry = this.#cache.get(key);
    if (entry === undefined || at.nowMs - entry.writtenAtMs > maxAgeMs * at.stretch) return { kind: "miss" };
    entry.isSpoilt ||= spoilsEntry(at.levels, at.random);
    if (!entry.isSpoilt) return { kind: "hit", text: entry.text };
    const checksum = (): string =>
      Math.floor(at.random() * 2 ** 32)
        .toString(16)
        .padStart(8, "0");
    return { kind: "spoilt", wanted: checksum(), found: checksum() };
  }
}

function typical(what: keyof typeof TYPICAL_MS, random: Random): number {
  return TYPICAL_MS[what] * Math.exp(drawNormal(random, 0, SPREAD));
}
