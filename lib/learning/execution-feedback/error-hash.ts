const SEED_A = 0x811c9dc5;
const SEED_B = 0x2f0b4c47;
const STEP_A = 0x01000193;
const STEP_B = 0x85ebca6b;
const HIGH = 2 ** 21;

/** Two independent 32-bit hashes as one integer of 53 bits. */
export function combine(a: number, b: number): number {
  return (a >>> 0) * HIGH + (b >>> 11);
}

/** A hash of a text as an integer below 2^53, the same on every machine. **Source:** FNV-1a over UTF-16 code units, mixed at the end. */
export function hashText(text: string): number {
  let a = SEED_A;
  let b = SEED_B;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, STEP_A);
    b = Math.imul(b ^ code, STEP_B);
  }
  return combine(mix(a), mix(b ^ text.length));
}

function mix(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x7feb352d);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x846ca68b);
  return mixed ^ (mixed >>> 16);
}
