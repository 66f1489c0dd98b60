import type { Writable } from "node:stream";

/** Enough for few system calls, little enough to hold. */
const BATCH_CHARACTERS = 64 * 1024;

/**
 * Writes each value as a line of JSON. Waits while the reader is behind; whatever is finished goes out as soon as no more input is
 * at hand, so that a slow source is answered line by line. Ends early when the reader went away.
 */
export async function writeLines(values: AsyncIterable<unknown>, out: Writable): Promise<void> {
  let batch = "";
  let scheduled: NodeJS.Immediate | null = null;
  let hasReader = true;
  const loseReader = () => {
    hasReader = false;
  };
  out.once("close", loseReader);
  const flush = (): boolean => {
    if (scheduled !== null) clearImmediate(scheduled);
    scheduled = null;
    const text = batch;
    batch = "";
    return text === "" || !hasReader || out.write(text);
  };
  try {
    for await (const value of values) {
      if (!hasReader) return;
      batch += `${JSON.stringify(value)}\n`;
      if (batch.length < BATCH_CHARACTERS) scheduled ??= setImmediate(flush);
      else if (!flush()) await drained(out);
    }
  } finally {
    flush();
    out.off("close", loseReader);
  }
}

function drained(out: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      out.off("drain", done).off("close", done);
      resolve();
    };
    out.on("drain", done).on("close", done);
  });
}
