import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../world/site.ts";
import { lettersQuotaBytes, spoilsEntry } from "../world/storage.ts";
import { folderBytes, isMissing, readJson, replaceFile } from "./files.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";

/** Folders of an agent: facts, letters under a quota, and a cache whose entries may change. */
export function createFolderEdge(ctx: AgentContext): HandlersOf<"saveFacts" | "readFacts" | "writeFile" | "archiveFiles"> {
  const { layout, levels } = ctx;
  const factsPath = (slug: string): string => join(layout.facts, `${slug}.json`);
  return {
    saveFacts: ({ slug, facts }) => {
      replaceFile(factsPath(slug), JSON.stringify({ ...readJson<Facts>(factsPath(slug), {}), ...facts }));
      return null;
    },
    readFacts: ({ slug }) => readJson<Facts | null>(factsPath(slug), null),
    writeFile: ({ name, text }) => {
      mkdirSync(layout.letters, { recursive: true });
      const usedBytes = folderBytes(layout.letters);
      const quotaBytes = lettersQuotaBytes(levels());
      const isWritten = usedBytes + Buffer.byteLength(text) <= quotaBytes;
      if (isWritten) writeFileSync(join(layout.letters, name), text);
      return { isWritten, usedBytes, quotaBytes };
    },
    archiveFiles: () => {
      const archived = { files: readdirSync(layout.letters).length, bytes: folderBytes(layout.letters) };
      rmSync(layout.archive, { recursive: true, force: true });
      renameSync(layout.letters, layout.archive);
      mkdirSync(layout.letters, { recursive: true });
      return archived;
    },
  };
}

/** A cache of texts, each with its checksum in front. */
export function createCacheEdge({ layout, levels, random }: AgentContext): HandlersOf<"readCache" | "writeCache" | "clearCache"> {
  const pathOf = (key: string): string => join(layout.cache, `${checksum(key)}.entry`);
  return {
    readCache: ({ key, maxAgeMs }) => {
      const path = pathOf(key);
      const age = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      if (age === undefined || Date.now() - age > maxAgeMs) return { kind: "miss" };
      if (spoilsEntry(levels(), random)) flipOneByte(path, random());
      const entry = readFileSync(path, "utf8");
      const wanted = entry.slice(0, entry.indexOf("\n"));
      const text = entry.slice(entry.indexOf("\n") + 1);
      const found = checksum(text);
      return found === wanted ? { kind: "hit", text } : { kind: "spoilt", wanted, found };
    },
    writeCache: ({ key, text }) => {
      replaceFile(pathOf(key), `${checksum(text)}\n${text}`);
      return null;
    },
    clearCache: ({ key }) => {
      rmSync(pathOf(key), { force: true });
      return null;
    },
  };
}

function checksum(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** What a failing disk or a careless release does to a file; the first line, the checksum, is spared. */
function flipOneByte(path: string, draw: number): void {
  try {
    const bytes = readFileSync(path);
    const first = bytes.indexOf(10) + 1;
    const index = first + Math.floor(draw * (bytes.length - first));
    bytes[index] = (bytes[index] ?? 0) ^ 1;
    replaceFile(path, bytes);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
