import { statSync } from "node:fs";
import type { FaultSettings } from "../world/faults.ts";
import { readJson } from "./files.ts";

/** What was set by hand, from the file that the fault switch writes; read again only after it changed. */
export function watchFaultSettings(path: string): () => FaultSettings {
  let changedMs = Number.NaN;
  let settings: FaultSettings = {};
  return () => {
    const atMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (atMs !== changedMs) {
      changedMs = atMs;
      settings = readJson<FaultSettings>(path, {});
    }
    return settings;
  };
}
