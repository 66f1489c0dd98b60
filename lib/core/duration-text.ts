import { AppError } from "./app-error.ts";

const UNITS = [
  { letter: "w", sizeMs: 604_800_000 },
  { letter: "d", sizeMs: 86_400_000 },
  { letter: "h", sizeMs: 3_600_000 },
  { letter: "m", sizeMs: 60_000 },
  { letter: "s", sizeMs: 1000 },
] as const;

/** Units largest first, each at most once, spaces allowed between them: `1h30m`, `1h 30m`. */
const DURATION = /^(?:(?<w>\d+)w)?\s*(?:(?<d>\d+)d)?\s*(?:(?<h>\d+)h)?\s*(?:(?<m>\d+)m)?\s*(?:(?<s>\d+)s)?$/;

/** A typed duration that was understood (whole ms, above 0), or a sentence for whoever typed it that says what was not. */
export type DurationText =
  | { readonly kind: "duration"; readonly durationMs: number }
  | { readonly kind: "invalid"; readonly reason: string };

/** Reads a typed duration: `25m`, `2h`, `3d`, `90s`, `1w`, or several from the largest unit down, `1h30m`. Case and outer spaces do not matter. */
export function parseDurationText(text: string): DurationText {
  const groups = DURATION.exec(text.trim().toLowerCase())?.groups;
  const durationMs = UNITS.reduce((sum, { letter, sizeMs }) => sum + Number(groups?.[letter] ?? 0) * sizeMs, 0);
  if (groups === undefined) return { kind: "invalid", reason: `"${text}" is not a duration. Write it like 90s, 25m, 2h, 3d, 1w or 1h30m.` };
  if (durationMs === 0) return { kind: "invalid", reason: `"${text}" is no time at all. A duration is at least 1s.` };
  if (!Number.isSafeInteger(durationMs)) return { kind: "invalid", reason: `"${text}" is longer than can be counted.` };
  return { kind: "duration", durationMs };
}

/**
 * The shortest text in one unit that `parseDurationText` reads as the same duration: 5400000 gives `90m`, 604800000 gives `1w`.
 * `durationMs` is a multiple of 1000 above 0; raises `invalid_input` for any other.
 */
export function writeDurationText(durationMs: number): string {
  const unit = UNITS.find(({ sizeMs }) => durationMs % sizeMs === 0);
  if (unit === undefined || durationMs <= 0) throw new AppError("invalid_input", `Not a whole number of seconds above 0: ${durationMs} ms`);
  return `${durationMs / unit.sizeMs}${unit.letter}`;
}
