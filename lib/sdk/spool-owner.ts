/*
 * Who may send a file. Its name bears its owner: `<made at>-<number>.<owner>.jsonl`. An owner shows that it lives by a file
 * `<owner>.alive`, dated anew every few seconds while it owns anything. A file whose owner shows no life is taken over by renaming it,
 * which only one process can do, the one that finds the old name.
 *
 * After silence: an owner that showed no life for LEASE_MS is taken for dead. At restart: a new process is a new owner.
 * When wrong: a process that stood still for longer than that may send a file that another sends too; ids make that harmless.
 */
import type { Disk } from "./disk.ts";
import { type CancelTimer, type Host, runEvery } from "./host.ts";

/** How long an owner may show no life, in ms: longer than any program blocks its event loop and lives on. */
export const LEASE_MS = 30_000;
/** Three signs of life within a lease. */
const HEARTBEAT_MS = 10_000;
const SEGMENT = /^\d+-\d+\.([0-9a-f]{16})\.jsonl$/;
const ALIVE = /^([0-9a-f]{16})\.alive$/;

/** What an owner needs. */
export type OwnerParts = { readonly disk: Disk; readonly folder: string; readonly host: Host };

/** One process at a folder that it may share with others. */
export class SpoolOwner {
  readonly #parts: OwnerParts;
  readonly #id: string;
  #number = 0;
  #stopHeart: CancelTimer | null = null;

  constructor(parts: OwnerParts) {
    this.#parts = parts;
    this.#id = parts.host.makeHex(8);
  }

  /** A name for a new file of this owner; later ones sort behind earlier ones. */
  newName(): string {
    this.#number += 1;
    return `${this.#parts.host.nowMs()}-${String(this.#number).padStart(6, "0")}.${this.#id}.jsonl`;
  }

  /** Shows that this owner lives, from now on. Before it owns its first file. */
  async show(): Promise<void> {
    if (this.#stopHeart !== null) return;
    const { disk, folder, host } = this.#parts;
    const beat = (): Promise<void> => disk.touch(this.#alivePath(this.#id), host.nowMs());
    await disk.makeFolder(folder);
    await beat();
    // A full disk can fail a heartbeat; the next one may work, and a lost lease is survived.
    this.#stopHeart = runEvery(HEARTBEAT_MS, () => void beat().catch(() => undefined));
  }

  /** Shows life no more: others may take over what is left at once. */
  leave(): void {
    if (this.#stopHeart === null) return;
    this.#stopHeart();
    this.#stopHeart = null;
    this.#parts.disk.now.remove(this.#alivePath(this.#id));
  }

  /** Takes over up to `most` files of owners that show no life, the oldest first; their new names. */
  async adopt(most: number): Promise<readonly string[]> {
    const { disk, folder } = this.#parts;
    const names = await disk.list(folder);
    const dead = new Map<string, boolean>([[this.#id, false]]);
    const adopted: string[] = [];
    for (const name of [...names].sort()) {
      const owner = SEGMENT.exec(name)?.[1] ?? ALIVE.exec(name)?.[1];
      if (owner === undefined || adopted.length === most) continue;
      if (!dead.has(owner)) dead.set(owner, await this.#isDead(owner));
      if (dead.get(owner) !== true) continue;
      if (!name.endsWith(".jsonl")) await disk.remove(`${folder}/${name}`);
      else {
        await this.show();
        // A new name: files of two owners may differ in nothing else, and a rename replaces what bears the name.
        const own = this.newName();
        if (await disk.rename(`${folder}/${name}`, `${folder}/${own}`)) adopted.push(own);
      }
    }
    return adopted;
  }

  async #isDead(owner: string): Promise<boolean> {
    const sign = await this.#parts.disk.look(this.#alivePath(owner));
    return sign === null || this.#parts.host.nowMs() - sign.modifiedAtMs > LEASE_MS;
  }

  #alivePath(id: string): string {
    return `${this.#parts.folder}/${id}.alive`;
  }
}
