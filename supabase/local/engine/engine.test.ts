import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ENGINE = fileURLToPath(new URL("engine.ts", import.meta.url));

async function run(args: readonly string[], input: string | Uint8Array) {
  const engine = spawn(process.execPath, [ENGINE, ...args]);
  const texts = Promise.all([engine.stdout.setEncoding("utf8").toArray(), engine.stderr.setEncoding("utf8").toArray()]);
  engine.stdin.end(input);
  const [status] = await once(engine, "close");
  const [out, err] = (await texts).map((parts) => parts.join(""));
  return { status, out: out ?? "", err: err ?? "" };
}

test("there is one output line for one input line, in order, and nothing else", async () => {
  const { status, out, err } = await run(["group-errors"], '{"message":"a 1"}\n{"message":"b"}\r\n{"message":"a 2"}');
  const groups = out.trimEnd().split("\n");
  expect({ status, err, lines: groups.length }).toEqual({ status: 0, err: "", lines: 3 });
  expect(groups[0]).toBe(groups[2]);
  expect(groups[0]).not.toBe(groups[1]);
});

test.each([
  ["no JSON", '{"message":"a"}\n{"message":', "line 2: is no JSON"],
  ["an empty line", '{"message":"a"}\n\n{"message":"b"}\n', "line 2: is empty"],
  ["another record", '{"message":"a"}\n{"text":"b"}\n', "line 2: has no text named message"],
  ["no UTF-8", Buffer.concat([Buffer.from('{"message":"a"}\n"'), Buffer.from([0xff, 0x22, 0x0a])]), "line 2: is no UTF-8"],
])("%s ends the run with status 2 and the number of the line, after what was answered before", async (_, input, sentence) => {
  const { status, out, err } = await run(["group-errors"], input);
  expect(status).toBe(2);
  expect(out.trimEnd().split("\n")).toHaveLength(1);
  expect(err).toContain(sentence);
});

test.each([
  [["no-such-filter"], "There is no filter no-such-filter."],
  [[], "Which filter?"],
  [["group-errors", "--no-such-option"], "--no-such-option"],
])("%j is answered with the list of filters, on standard error, and status 2", async (args, sentence) => {
  const { status, out, err } = await run(args, "");
  expect({ status, out }).toEqual({ status: 2, out: "" });
  expect(err).toContain(sentence);
  expect(err).toContain("group-errors");
});

test("each line is answered while the source is still open", async () => {
  const engine = spawn(process.execPath, [ENGINE, "group-errors"]);
  engine.stdin.write('{"message":"a"}\n');
  const [answer] = await once(engine.stdout, "data");
  expect(String(answer)).toMatch(/^\{"group":"\w+"\}\n$/);
  engine.stdin.end();
  expect(await once(engine, "close")).toEqual([0, null]);
});

test("a reader that goes away ends the run in peace, though more input is coming", async () => {
  const engine = spawn(process.execPath, [ENGINE, "group-errors"]);
  const errors = engine.stderr.setEncoding("utf8").toArray();
  // The engine ends before it has read all, and then its input has no reader either.
  engine.stdin.on("error", () => engine.stdin.destroy());
  engine.stdin.write('{"message":"a"}\n'.repeat(200_000));
  await once(engine.stdout, "data");
  engine.stdout.destroy();
  const [status] = await once(engine, "close");
  expect({ status, err: (await errors).join("") }).toEqual({ status: 0, err: "" });
});

test("of a large input no line is lost", async () => {
  const engine = spawn(process.execPath, [ENGINE, "group-errors"]);
  const line = Buffer.from('{"message":"a"}\n');
  const total = 400_000;
  engine.stdin.end(Buffer.concat(Array.from({ length: total }, () => line)));
  let lines = 0;
  for await (const chunk of engine.stdout) lines += String(chunk).split("\n").length - 1;
  expect(lines).toBe(total);
});
