import { ownProcess } from "./host.ts";

/** A file as a spool needs to know it. */
export type FileFacts = { readonly size: number; readonly modifiedAtMs: number };

/** What a spool does to a disk. Files are readable by their owner only. What cannot be done throws, unless said otherwise. */
export type Disk = {
  /** The names in a folder; none when it does not exist. */
  readonly list: (folder: string) => Promise<readonly string[]>;
  /** Null when there is no such file. */
  readonly look: (path: string) => Promise<FileFacts | null>;
  readonly read: (path: string) => Promise<string>;
  readonly append: (path: string, text: string) => Promise<void>;
  /** False when there is nothing to rename: somebody was faster. */
  readonly rename: (from: string, to: string) => Promise<boolean>;
  /** No matter whether there was such a file. */
  readonly remove: (path: string) => Promise<void>;
  /** Makes the file if need be, and dates it. */
  readonly touch: (path: string, atMs: number) => Promise<void>;
  readonly makeFolder: (path: string) => Promise<void>;
  /** The same before it returns, for a process that ends. */
  readonly now: {
    readonly append: (path: string, text: string) => void;
    readonly remove: (path: string) => void;
    readonly makeFolder: (path: string) => void;
  };
};

const OWNER_ONLY = { mode: 0o600 };
const FOLDER = { recursive: true, mode: 0o700 };

/** The machine's own disk; null where there is none. */
export function openDisk(): Disk | null {
  const fs = ownProcess()?.getBuiltinModule("node:fs");
  if (fs === undefined) return null;
  const { promises } = fs;
  return {
    list: (folder) => promises.readdir(folder).catch(unlessMissing<readonly string[]>([])),
    look: (path) => promises.stat(path).then(({ size, mtimeMs }) => ({ size, modifiedAtMs: mtimeMs }), unlessMissing(null)),
    read: (path) => promises.readFile(path, "utf8"),
    append: (path, text) => promises.appendFile(path, text, OWNER_ONLY),
    rename: (from, to) => promises.rename(from, to).then(() => true, unlessMissing(false)),
    remove: (path) => promises.rm(path, { force: true }),
    touch: async (path, atMs) => {
      await promises.appendFile(path, "", OWNER_ONLY);
      await promises.utimes(path, atMs / 1000, atMs / 1000);
    },
    makeFolder: async (path) => void (await promises.mkdir(path, FOLDER)),
    now: {
      append: (path, text) => fs.appendFileSync(path, text, OWNER_ONLY),
      remove: (path) => fs.rmSync(path, { force: true }),
      makeFolder: (path) => void fs.mkdirSync(path, FOLDER),
    },
  };
}

function unlessMissing<T>(answer: T): (error: unknown) => T {
  return (error) => {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT") return answer;
    throw error;
  };
}
