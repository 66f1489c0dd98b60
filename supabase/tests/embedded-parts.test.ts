import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockHome, requireFreePort } from "../local/instance.ts";
import { readOrMakeKeys } from "../local/keys.ts";
import { LocalError } from "../local/local-error.ts";
import { birthOf, ProcessLedger } from "../local/processes.ts";
import { toCron } from "../local/scheduler.ts";
import { freePort } from "../local/throwaway-database.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "windvane-parts-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A process that lives until it is told otherwise. */
async function startSleeper() {
  const child = spawn(process.execPath, ["-e", "process.stdin.resume(); console.log('up')"], { stdio: ["pipe", "pipe", "ignore"] });
  await once(child.stdout, "data");
  const { pid } = child;
  if (pid === undefined) throw new Error("The sleeper did not start");
  return { pid, born: birthOf(pid), ended: once(child, "exit"), end: () => child.kill("SIGKILL") };
}

describe("the keys file", () => {
  test("is made once, readable by its owner only, and read again as it was", async () => {
    const made = await readOrMakeKeys(home);
    expect(await readOrMakeKeys(home)).toEqual(made);
    expect(statSync(join(home, "keys.json")).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(made)).size).toBe(5);
    const other = await readOrMakeKeys(join(home, "other"));
    for (const [name, value] of Object.entries(other)) expect(Object.entries(made)).not.toContainEqual([name, value]);
  });

  test.each([
    ["half written", '{"databasePassword":"a'],
    ["empty", ""],
    ["of another shape", '{"databasePassword":"0123456789abcdef"}'],
    ["of a wrong kind", "[]"],
  ])("that is damaged (%s) is said to be, with its name, and is not overwritten", async (_, text) => {
    const file = join(home, "keys.json");
    writeFileSync(file, text);
    const reading = readOrMakeKeys(home);
    await expect(reading).rejects.toBeInstanceOf(LocalError);
    await expect(reading).rejects.toThrow(file);
    await expect(reading).rejects.toThrow(/Restore it, or remove|cannot be read/);
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

describe("the ledger of processes", () => {
  const ledgerFile = () => join(home, "processes.json");

  test("ends what an earlier run left behind, once", async () => {
    const sleeper = await startSleeper();
    new ProcessLedger(ledgerFile()).add(sleeper.pid, "a sleeper");
    expect(await new ProcessLedger(ledgerFile()).endLeftovers()).toEqual(["a sleeper"]);
    await sleeper.ended;
    expect(birthOf(sleeper.pid)).toBeNull();
    expect(await new ProcessLedger(ledgerFile()).endLeftovers()).toEqual([]);
  });

  test("touches no process that only has the same number", async () => {
    const sleeper = await startSleeper();
    writeFileSync(ledgerFile(), JSON.stringify([{ pid: sleeper.pid, name: "somebody else", born: `${sleeper.born}0` }]));
    expect(await new ProcessLedger(ledgerFile()).endLeftovers()).toEqual([]);
    expect(birthOf(sleeper.pid)).toBe(sleeper.born);
    sleeper.end();
    await sleeper.ended;
  });

  test("forgets who ended by themselves, and takes no process that was never born", async () => {
    const [gone, standing] = await Promise.all([startSleeper(), startSleeper()]);
    const ledger = new ProcessLedger(ledgerFile());
    ledger.add(gone.pid, "gone");
    gone.end();
    await gone.ended;
    ledger.add(standing.pid, "standing");
    ledger.add(undefined, "never");
    expect(JSON.parse(readFileSync(ledgerFile(), "utf8"))).toEqual([{ pid: standing.pid, name: "standing", born: standing.born }]);
    standing.end();
    await standing.ended;
  });

  test.each(["", "{}", '[{"pid":1}]', '[{"pid":'])("does not stand in the way when it is damaged: %j", async (text) => {
    writeFileSync(ledgerFile(), text);
    expect(await new ProcessLedger(ledgerFile()).endLeftovers()).toEqual([]);
  });
});

describe("the lock of a home", () => {
  test("is refused while its holder lives, naming the process, and free after it is given back", () => {
    const unlock = lockHome(home);
    expect(() => lockHome(home)).toThrow(`process ${process.pid}`);
    unlock();
    lockHome(home)();
  });

  test("is taken over from a holder that was killed", async () => {
    const holder = await startSleeper();
    writeFileSync(join(home, "lock"), JSON.stringify({ pid: holder.pid, born: holder.born }));
    expect(() => lockHome(home)).toThrow(LocalError);
    holder.end();
    await holder.ended;
    lockHome(home)();
  });

  test("is taken over from another's pid that was used again, and from half a file", () => {
    for (const text of [JSON.stringify({ pid: process.pid, born: "1" }), '{"pid":1', ""]) {
      writeFileSync(join(home, "lock"), text);
      lockHome(home)();
      expect(existsSync(join(home, "lock"))).toBe(false);
    }
  });

  test("is refused in words where nothing can be written", () => {
    const file = join(home, "a-file");
    writeFileSync(file, "");
    expect(() => lockHome(join(file, "home"))).toThrow(/cannot be written.*--home/);
    mkdirSync(join(home, "lock"));
    expect(() => lockHome(home)).toThrow(/cannot be written/);
  });
});

describe("a port", () => {
  test("that is taken is refused, naming the flag that chooses another", async () => {
    const port = await freePort();
    await requireFreePort(port, "--port");
    const other = createServer().listen(port, "127.0.0.1");
    await once(other, "listening");
    await expect(requireFreePort(port, "--port")).rejects.toThrow(
      `Port ${port} is in use by another program. Free it, or choose another with --port NUMBER.`,
    );
    await new Promise((done) => other.close(done));
    await requireFreePort(port, "--port");
  });
});

describe("a schedule's cron", () => {
  test.each([
    ["2 seconds", "*/2 * * * * *"],
    ["1 second", "*/1 * * * * *"],
    ["59 seconds", "*/59 * * * * *"],
    ["10 0 * * *", "10 0 * * *"],
    ["60 seconds", "60 seconds"],
    ["0 seconds", "0 seconds"],
  ])("%s is %s", (text, pattern) => {
    expect(toCron(text)).toBe(pattern);
  });
});
