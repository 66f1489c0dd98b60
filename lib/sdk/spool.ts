import type { Disk } from "./disk.ts";
import type { Host } from "./host.ts";
import { MAX_BATCH_CHARACTERS, type OutgoingRow } from "./outbox.ts";
import { describeError } from "./plain-json.ts";
import type { Report } from "./problem.ts";
import { readLines, writeLines } from "./spool-lines.ts";
import { SpoolOwner } from "./spool-owner.ts";

/** A file is closed at this size, in characters: small enough to be read at once and sent in one or two requests. */
const SEGMENT_CHARACTERS = 256 * 1024;
/** No file of ours is as large; what is may be read by a human. */
const LARGEST_BYTES = 8 * 1024 * 1024;
/** So few that a fleet that starts at once shares the work. */
const ADOPT_AT_ONCE = 4;

/** What a spool needs. `maxBytes` is for the folder, whoever writes in it. */
export type SpoolParts = {
  readonly disk: Disk;
  readonly folder: string;
  readonly maxBytes: number;
  readonly host: Host;
  readonly report: Report;
};

/** A file that this process owns. `rows` once it was read; `saved` is how many of this process's own rows it holds. */
type Segment = { readonly name: string; rows: readonly OutgoingRow[] | null; sent: number; saved: number; isDamaged: boolean };
/** The file that rows are being added to. */
type OpenSegment = { readonly segment: Segment; characters: number };

/**
 * Rows on disk that could not be sent, in a folder that processes may share. Nothing is written while ingest answers. A file is deleted
 * when all its rows were dealt with; one that cannot be read is set aside as `.corrupt`. Nothing here throws: what cannot be done is told.
 */
export class Spool {
  readonly #parts: SpoolParts;
  readonly #owner: SpoolOwner;
  #segments: Segment[] = [];
  #open: OpenSegment | null = null;
  #usedBytes = 0;
  #isPaused = false;
  #hasFailed = false;
  /** Operations take turns. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: SpoolParts) {
    this.#parts = parts;
    this.#owner = new SpoolOwner(parts);
  }

  /** Whether there are files to be sent. */
  get hasPending(): boolean {
    return this.#segments.length > 0 && !this.#isPaused;
  }

  /** How many rows of this process wait here to be sent. */
  get ownRows(): number {
    if (this.#isPaused) return 0;
    return this.#segments.reduce((sum, { saved, sent }) => sum + Math.max(0, saved - sent), 0);
  }

  /** Sends no more: the key was refused. The files stay for a process with a better one. */
  pause(): void {
    this.#isPaused = true;
  }

  /** Writes rows down and returns those that found no room. */
  save(rows: readonly OutgoingRow[]): Promise<readonly OutgoingRow[]> {
    return this.#inTurn(rows, async () => {
      let saved = 0;
      for (const piece of cutUp(rows, SEGMENT_CHARACTERS)) {
        if (!(await this.#append(piece))) break;
        saved += piece.length;
      }
      return rows.slice(saved);
    });
  }

  /** Writes rows down before it returns, for a process that ends; how many found no room. */
  saveNow(rows: readonly OutgoingRow[]): number {
    const { disk, folder, maxBytes } = this.#parts;
    let saved = 0;
    try {
      if (rows.length > 0) disk.now.makeFolder(folder);
      // In files of the usual size: whoever takes them over reads each at once.
      for (const piece of cutUp(rows, SEGMENT_CHARACTERS)) {
        const text = writeLines(piece);
        if (this.#usedBytes + text.length > maxBytes) break;
        disk.now.append(`${folder}/${this.#owner.newName()}`, text);
        this.#usedBytes += text.length;
        saved += piece.length;
      }
    } catch (error) {
      this.#fail(error);
    }
    return rows.length - saved;
  }

  /** The oldest rows that were not sent, at most `maxRows`, all for one workspace; empty when there are none. */
  peek(maxRows: number): Promise<readonly OutgoingRow[]> {
    return this.#inTurn([], async () => {
      for (let head = this.#segments[0]; head !== undefined; head = this.#segments[0]) {
        const rows = await this.#load(head);
        if (rows !== null && head.sent < rows.length) return firstOf(rows.slice(head.sent), maxRows);
        await this.#finish(head);
      }
      return [];
    });
  }

  /** The first `count` rows that were peeked at are dealt with. */
  advance(count: number): Promise<void> {
    return this.#inTurn(undefined, async () => {
      const head = this.#segments[0];
      if (head === undefined) return;
      head.sent += count;
      if (head.rows !== null && head.sent >= head.rows.length) await this.#finish(head);
    });
  }

  /** Takes over files that a process left behind; whether there are any now. */
  adopt(): Promise<boolean> {
    return this.#inTurn(false, async () => {
      if (this.#segments.length > 0 || this.#isPaused) return this.hasPending;
      const names = await this.#owner.adopt(ADOPT_AT_ONCE);
      for (const name of names) this.#segments.push({ name, rows: null, sent: 0, saved: 0, isDamaged: false });
      return names.length > 0;
    });
  }

  /** Lets others have what is left, at once. */
  leave(): void {
    this.#segments = [];
    this.#open = null;
    try {
      this.#owner.leave();
    } catch (error) {
      this.#fail(error);
    }
  }

  async #append(rows: readonly OutgoingRow[]): Promise<boolean> {
    const text = writeLines(rows);
    if (!(await this.#hasRoom(text.length))) return false;
    const { disk, folder } = this.#parts;
    await this.#owner.show();
    this.#open ??= this.#begin();
    let { segment } = this.#open;
    await disk.append(`${folder}/${segment.name}`, text);
    // Taken over while this process stood still: what was appended may have been deleted unread.
    if ((await disk.look(`${folder}/${segment.name}`)) === null) {
      this.#segments = this.#segments.filter((one) => one !== segment);
      this.#open = this.#begin();
      segment = this.#open.segment;
      await disk.append(`${folder}/${segment.name}`, text);
    }
    segment.saved += rows.length;
    this.#usedBytes += text.length;
    this.#hasFailed = false;
    if (this.#open !== null) this.#open.characters += text.length;
    if ((this.#open?.characters ?? 0) >= SEGMENT_CHARACTERS) this.#open = null;
    return true;
  }

  #begin(): OpenSegment {
    const segment = { name: this.#owner.newName(), rows: null, sent: 0, saved: 0, isDamaged: false };
    this.#segments.push(segment);
    return { segment, characters: 0 };
  }

  /** Others write here too, so the folder is measured anew for each file; what was set aside gives way. */
  async #hasRoom(characters: number): Promise<boolean> {
    const { disk, folder, maxBytes } = this.#parts;
    if (this.#open !== null && this.#usedBytes + characters <= maxBytes) return true;
    this.#usedBytes = 0;
    const corrupt: { readonly path: string; readonly size: number }[] = [];
    for (const name of [...(await disk.list(folder))].sort()) {
      const size = (await disk.look(`${folder}/${name}`))?.size ?? 0;
      this.#usedBytes += size;
      if (name.endsWith(".corrupt")) corrupt.push({ path: `${folder}/${name}`, size });
    }
    for (const { path, size } of corrupt) {
      if (this.#usedBytes + characters <= maxBytes) break;
      await disk.remove(path);
      this.#usedBytes -= size;
    }
    if (this.#usedBytes + characters <= maxBytes) return true;
    this.#fail(`there is no room for ${characters} more bytes within maxBytes, ${maxBytes}`);
    return false;
  }

  async #load(segment: Segment): Promise<readonly OutgoingRow[] | null> {
    if (segment.rows !== null) return segment.rows;
    if (this.#open?.segment === segment) this.#open = null;
    const { disk, folder, report } = this.#parts;
    const path = `${folder}/${segment.name}`;
    try {
      const facts = await disk.look(path);
      // Somebody took this process for dead.
      if (facts === null) return null;
      if (facts.size > LARGEST_BYTES) throw new RangeError(`it has ${facts.size} bytes`);
      const { rows, badLines } = readLines(await disk.read(path));
      segment.rows = rows;
      segment.isDamaged = badLines > 0;
      if (badLines > 0)
        report({ kind: "spool", message: `${badLines} lines of ${path} cannot be read; the others are sent, and it is set aside` });
      return rows;
    } catch (error) {
      segment.isDamaged = true;
      report({ kind: "spool", message: `${path} cannot be read and is set aside: ${describeError(error)}` });
      return null;
    }
  }

  async #finish(segment: Segment): Promise<void> {
    const path = `${this.#parts.folder}/${segment.name}`;
    this.#segments = this.#segments.filter((one) => one !== segment);
    if (segment.isDamaged) await this.#parts.disk.rename(path, `${path}.corrupt`);
    else await this.#parts.disk.remove(path);
    if (this.#segments.length === 0) this.#owner.leave();
  }

  #inTurn<T>(otherwise: T, work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work).catch((error: unknown) => {
      this.#open = null;
      this.#fail(error);
      return otherwise;
    });
    this.#turn = done;
    return done;
  }

  /** Told once until it works again. */
  #fail(error: unknown): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const message = `what cannot be sent stays in memory: ${this.#parts.folder}: ${describeError(error)}`;
    this.#parts.report({ kind: "spool", message });
  }
}

function cutUp(rows: readonly OutgoingRow[], maxCharacters: number): readonly (readonly OutgoingRow[])[] {
  const pieces: OutgoingRow[][] = [];
  let characters = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    if (characters + row.json.length > maxCharacters) {
      pieces.push([]);
      characters = 0;
    }
    pieces.at(-1)?.push(row);
    characters += row.json.length;
  }
  return pieces;
}

function firstOf(rows: readonly OutgoingRow[], maxRows: number): readonly OutgoingRow[] {
  let characters = 0;
  const end = rows.findIndex((row, index) => {
    characters += row.json.length;
    return index === maxRows || row.workspaceId !== rows[0]?.workspaceId || (index > 0 && characters > MAX_BATCH_CHARACTERS);
  });
  return end === -1 ? rows : rows.slice(0, end);
}
