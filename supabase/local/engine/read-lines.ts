import { FilterInputError, type FilterLine } from "./filter.ts";

const NEWLINE = 10;
/** Longer than any record of ours; a file without a newline must not fill the memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * The JSON lines of a stream of bytes, as they come. A line that is no JSON, or no UTF-8, throws a FilterInputError with its number.
 * Holds one chunk and one unfinished line at a time.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<FilterLine> {
  let number = 0;
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      number += 1;
      yield parseLine(number, held.length === 0 ? rest : Buffer.concat([...held, rest]));
      if (held.length > 0) held = [];
      heldBytes = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    held.push(chunk.subarray(start));
    heldBytes += chunk.length - start;
    if (heldBytes > MAX_LINE_BYTES) throw new FilterInputError(number + 1, `is longer than ${MAX_LINE_BYTES} bytes`);
  }
  if (heldBytes > 0) yield parseLine(number + 1, Buffer.concat(held));
}

const decoder = new TextDecoder("utf-8", { fatal: true });

function parseLine(number: number, bytes: Uint8Array): FilterLine {
  try {
    return { number, value: JSON.parse(decoder.decode(bytes)) };
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `is no JSON (${cause.message})` : "is no UTF-8";
    throw new FilterInputError(number, bytes.length === 0 ? "is empty, where JSON is expected" : reason);
  }
}
