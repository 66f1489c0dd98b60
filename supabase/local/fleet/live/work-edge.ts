import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { WorkKind } from "../work/effects.ts";
import { listFiles, readJson, replaceFile } from "./files.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";

/** Longer than the longest window of a report. */
const KEEP_MS = 60 * 60_000;

type Note = { readonly kind: WorkKind; readonly atMs: number };

/** Notes on done work: every agent writes them to the journal, the data agent reads them into its database and counts there. */
export function createWorkEdge({ layout }: AgentContext): HandlersOf<"noteWork" | "report"> & { readonly close: () => void } {
  let database: DatabaseSync | undefined;
  return {
    noteWork: ({ kind }) => {
      const note: Note = { kind, atMs: Date.now() };
      replaceFile(join(layout.journal, `${randomUUID()}.json`), JSON.stringify(note));
      return null;
    },
    report: ({ kind, windowMs }) => {
      database ??= openDatabase(layout.database);
      importJournal(database, layout.journal);
      const listed = database
        .prepare("select id, at_ms from work where kind = ? and at_ms >= ? order by at_ms")
        .all(kind, Date.now() - windowMs);
      return { rows: listed.length };
    },
    close: () => database?.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  // The journal is the truth, and this a demo: no need to wait for the disk.
  database.exec("pragma journal_mode = wal; pragma synchronous = off");
  database.exec("create table if not exists work (id text primary key, kind text not null, at_ms integer not null)");
  database.exec("create index if not exists work_kind on work (kind, at_ms)");
  return database;
}

function importJournal(database: DatabaseSync, journal: string): void {
  const names = listFiles(journal, ".json");
  database.exec("begin");
  const insert = database.prepare("insert or ignore into work (id, kind, at_ms) values (?, ?, ?)");
  for (const name of names) {
    const note = readJson<Note | null>(join(journal, name), null);
    if (note !== null) insert.run(name, note.kind, note.atMs);
  }
  database.prepare("delete from work where at_ms < ?").run(Date.now() - KEEP_MS);
  database.exec("commit");
  // Only now: a note that is read twice is one row, a note that is lost is none.
  for (const name of names) rmSync(join(journal, name), { force: true });
}
