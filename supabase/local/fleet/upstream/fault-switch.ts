import { z } from "zod";
import { replaceFile } from "../live/files.ts";
import { FAULT_KINDS, FAULT_MEANINGS, type FaultKind, type FaultLevels, type FaultSettings, naturalLevels } from "../world/faults.ts";

/** A fault as the switch shows it: how it is set, how bad it is now, and how bad it would be by itself. */
export type FaultState = {
  readonly kind: FaultKind;
  readonly meaning: string;
  readonly setting: number | "auto";
  readonly level: number;
  readonly naturalLevel: number;
};

/** What `PUT /faults` takes: a level from 0 to 1, or "auto" to leave the fault to its own rhythm. */
export const faultChangeSchema = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  level: z.union([z.number().min(0).max(1), z.literal("auto")]),
});

/** The settings after a change, also written to `path`, where the agents read them. */
export function changeFault(settings: FaultSettings, change: z.infer<typeof faultChangeSchema>, path: string): FaultSettings {
  const { [change.kind]: _before, ...others } = settings;
  const changed = change.level === "auto" ? others : { ...others, [change.kind]: change.level };
  replaceFile(path, JSON.stringify(changed));
  return changed;
}

/** All faults at an instant. */
export function listFaults(settings: FaultSettings, nowMs: number, seed: number): readonly FaultState[] {
  const natural: FaultLevels = naturalLevels(nowMs, seed);
  return FAULT_KINDS.map((kind) => ({
    kind,
    meaning: FAULT_MEANINGS[kind],
    setting: settings[kind] ?? "auto",
    level: settings[kind] ?? natural[kind],
    naturalLevel: natural[kind],
  }));
}
