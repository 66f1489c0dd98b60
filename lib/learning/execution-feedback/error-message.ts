/** More of a message tells nothing more about its kind. */
const MAX_CHARACTERS = 2000;
/** As much of a long message is looked through for the line that says what happened. */
const MAX_SEARCHED = 16_000;
/** A place in the code, as the stack traces of JavaScript, Java, C#, Python, Ruby, Go, PHP and Rust show it. */
const FRAME =
  /^\s+at |^at \S+\(|^\s*File "[^"]*", line \d+|^\s+from \S+:\d+|^\s*\.\.\. \d+ (?:more|common)|^\s*#\d+ |^\s*\d+: +0x|^goroutine \d+|^\s*\^+\s*$|^\s+\S+\.(?:go|rs|py|rb|js|ts|php):\d+/;
/** Spaces of its own line only: white space that runs over lines would be looked through anew from each of them. */
const TRACEBACK = /^[ \t]*Traceback \(most recent call last\):/m;

/**
 * The part of an error message that says what happened, at most 2000 characters of it: without the frames of a stack trace, and of a
 * Python traceback the line that closes it, where Python puts the error.
 */
export function headOfMessage(message: string): string {
  if (message.indexOf("\n") < 0) return message.length > MAX_CHARACTERS ? message.slice(0, MAX_CHARACTERS) : message;
  const searched = message.length > MAX_SEARCHED ? `${message.slice(0, MAX_SEARCHED / 2)}\n${message.slice(-MAX_SEARCHED / 2)}` : message;
  const start = searched.search(TRACEBACK);
  const lines = searched.split(/\r?\n/);
  const said = start >= 0 ? [searched.slice(0, start), lastStatement(lines)] : withoutFrames(lines);
  return said.join(" ").slice(0, MAX_CHARACTERS);
}

/** The last line that is not indented: the error's name and message; for an error of several lines its first. */
function lastStatement(lines: readonly string[]): string {
  const isIndented = (line: string | undefined) => line === undefined || /^\s/.test(line);
  const last = lines.findLastIndex((line, at) => line !== "" && !isIndented(line) && isIndented(lines[at - 1]));
  return lines[last] ?? "";
}

function withoutFrames(lines: readonly string[]): readonly string[] {
  const said = lines.filter((line) => !FRAME.test(line));
  return said.some((line) => line.trim() !== "") ? said : lines;
}
