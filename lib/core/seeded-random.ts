import { AppError } from "./app-error.ts";

/** Uniform draws in [0, 1), as `Math.random` makes them; what engines receive as `ctx.random`. */
export type Random = () => number;

/** How many states a 32-bit word has. */
const WORD = 2 ** 32;
/** 2^32 divided by the golden ratio, odd: the step of Weyl sequences. */
const GOLDEN_GAMMA = 0x9e3779b9;

/**
 * A reproducible source of uniform draws in [0, 1) with 53 random bits each: the same `seed` gives the same sequence everywhere.
 * `seed` is an integer from 0 to 2^53 - 1. Not for secrets. Raises `invalid_input` for any other seed.
 * **Source:** xoshiro128**, D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021;
 * its state is filled with a Weyl sequence through the 32-bit finaliser of MurmurHash3 (A. Appleby).
 */
export function createSeededRandom(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new AppError("invalid_input", `A seed is an integer from 0, not ${seed}`);
  const low = seed >>> 0;
  const high = Math.floor(seed / WORD) >>> 0;
  const fill = (index: number): number => mix32((mix32(high) ^ low) + Math.imul(index, GOLDEN_GAMMA));
  const nextWord = createXoshiro128([fill(1), fill(2), fill(3), fill(4)]);
  return () => ((nextWord() >>> 5) * 2 ** 26 + (nextWord() >>> 6)) / 2 ** 53;
}

/**
 * The bare generator: a function giving unsigned 32-bit words. `state` is four 32-bit words, not all zero (`invalid_input`):
 * from zero it would give zeros for ever. **Source:** as `createSeededRandom`.
 */
export function createXoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  if ((a | b | c | d) === 0) throw new AppError("invalid_input", "The state of xoshiro128** must not be all zero");
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word;
  };
}

/** A whole number from `min` to `max`, both included, each equally likely. Raises `invalid_input` unless both are integers and min <= max. */
export function drawInt(random: Random, min: number, max: number): number {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max) {
    throw new AppError("invalid_input", `No whole number lies from ${min} to ${max}`);
  }
  return min + Math.floor(random() * (max - min + 1));
}

/** One of `items`, each equally likely. Raises `invalid_input` when there is none. */
export function drawItem<T>(random: Random, items: readonly [T, ...T[]] | readonly T[]): T {
  if (items.length === 0) throw new AppError("invalid_input", "Cannot pick from an empty list");
  // In range by construction; the cast only keeps `T` itself allowed to be undefined.
  return items[drawInt(random, 0, items.length - 1)] as T;
}

/**
 * A normal draw with `mean` and standard deviation `sd` (0 or more). Uses two uniform draws. Raises `invalid_input` for a negative or
 * non-finite parameter. **Source:** G. Box and M. Muller, "A note on the generation of random normal deviates", 1958.
 */
export function drawNormal(random: Random, mean: number, sd: number): number {
  if (!Number.isFinite(mean) || !Number.isFinite(sd) || sd < 0) {
    throw new AppError("invalid_input", `No normal distribution has mean ${mean} and deviation ${sd}`);
  }
  // 1 - u lies in (0, 1], so the logarithm is finite.
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return mean + sd * radius * Math.cos(2 * Math.PI * random());
}

/**
 * An exponential draw with the given `mean` (above 0), in the mean's unit, 0 or more. Raises `invalid_input` for any other mean.
 * **Source:** inversion of F(x) = 1 - exp(-x / mean).
 */
export function drawExponential(random: Random, mean: number): number {
  if (!Number.isFinite(mean) || mean <= 0) throw new AppError("invalid_input", `An exponential mean is above 0, not ${mean}`);
  // The absolute value turns the -0 of u = 0 into 0.
  return Math.abs(mean * Math.log(1 - random()));
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** fmix32 of MurmurHash3: a bijection of 32-bit words in which each input bit reaches every output bit. */
function mix32(input: number): number {
  let word = input | 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
