/** A failure that the person at the terminal can act on: its message is shown alone, without a stack. */
export class LocalError extends Error {
  override readonly name = "LocalError";
}
