import { createSeededRandom, type Random } from "../../../../lib/core/seeded-random.ts";

/** 32-bit FNV-1a of a text: enough to tell labels apart. Source: Fowler, Noll, Vo. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/**
 * The draws that belong to one thing of the world: `label` says what kind, `index` which one (a whole number). The same three always
 * give the same draws, whoever asks and in whatever order, so live agents and the history see one world.
 */
export function drawsOf(seed: number, label: string, index: number): Random {
  return createSeededRandom(hash32(`${label}:${index}`) * 2 ** 20 + (seed % 2 ** 20));
}

/** True with `probability` (0 to 1). */
export function drawChance(random: Random, probability: number): boolean {
  return random() < probability;
}
