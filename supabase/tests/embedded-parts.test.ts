import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FUNCTION_LIMITS, Worker } from "../local/functions/worker.ts";
import { startGateway } from "../local/gateway.ts";
import { urlAt } from "../local/hosts.ts";
import { lockHome, requireFreePort } from "../local/instance.ts";
import { readOrMakeKeys } from "../local/keys.ts";
import { LocalError } from "../local/local-error.ts";
import { openLog } from "../local/log-file.ts";
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

/** A process that listens, with threads whose memory takes the system a while to take apart. */
async function startListener() {
  const thread = `
    const held = Array.from({ length: 12 }, () => new Float64Array(1e6).fill(1));
    require("node:worker_threads").parentPort.postMessage(held.length);
    setInterval(() => held, 1e6);`;
  const program = `
    const { Worker } = require("node:worker_threads");
    const threads = [1, 2, 3, 4].map(() => new Worker(${JSON.stringify(thread)}, { eval: true }));
    Promise.all(threads.map((one) => new Promise((resolve) => one.once("message", resolve)))).then(() => {
      const server = require("node:net").createServer().listen(0, "127.0.0.1", () => console.log(server.address().port));
    });`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = await once(child.stdout, "data");
  if (child.pid === undefined) throw new Error("The listener did not start");
  return { pid: child.pid, port: Number(port) };
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

  test("waits for the threads of what it ends, which hold its port for longer than the process seems to live", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { pid, port } = await startListener();
      new ProcessLedger(ledgerFile()).add(pid, "a listener");
      await new ProcessLedger(ledgerFile()).endLeftovers();
      await expect(requireFreePort(port, "--port")).resolves.toBeUndefined();
    }
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

/** Runs a lifetime in a process of its own; `script` has it as `lifetime`, and says lines. */
function runLifetime(script: string) {
  const file = new URL("../local/lifetime.ts", import.meta.url).href;
  const text = `import { Lifetime } from ${JSON.stringify(file)};
    const lifetime = new Lifetime();
    const part = (name, fault) => lifetime.add(async () => { console.log("stopped " + name); if (fault) throw new Error(fault); });
    setInterval(() => undefined, 1000);
    const untilOver = () => new Promise((_, give) => lifetime.signal.addEventListener("abort", () => give(new Error("given up"))));
    await lifetime.begin(async () => { ${script} });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", "pipe", "pipe"] });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    said.out += part;
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    said.err += part;
  });
  return { child, said, ended: once(child, "close").then(([status]) => ({ status, ...said })) };
}

describe("a lifetime", () => {
  test("that is interrupted in mid-start ends what was begun, last first, and complains of nothing", async () => {
    const run = runLifetime('part("one"); part("two"); console.log("up"); await untilOver();');
    await once(run.child.stdout, "data");
    run.child.kill("SIGINT");
    run.child.kill("SIGTERM");
    expect(await run.ended).toEqual({ status: 0, out: "up\n\nStopping …\nstopped two\nstopped one\n", err: "" });
  });

  test("waits for a part that is just being started, and stops that one too", async () => {
    const run = runLifetime(`console.log("up"); await new Promise((go) => lifetime.signal.addEventListener("abort", go)); part("late");`);
    await once(run.child.stdout, "data");
    run.child.kill("SIGTERM");
    expect((await run.ended).out).toContain("stopped late");
  });

  test("stops the others when one part cannot be stopped, and says so", async () => {
    const { status, out, err } = await runLifetime('part("one"); part("two", "it sticks"); throw new Error("no start");').ended;
    expect({ status, out }).toEqual({ status: 1, out: "stopped two\nstopped one\n" });
    expect(err).toMatch(/no start.*it sticks/s);
  });

  test("ends in order at a fault that nobody caught", async () => {
    const run = runLifetime('part("one"); setImmediate(() => { throw new Error("out of the blue"); }); await untilOver();');
    const { status, out, err } = await run.ended;
    expect({ status, out }).toEqual({ status: 1, out: "stopped one\n" });
    expect(err).toContain("out of the blue");
  });

  test("ends when a process that everything depends on is gone, naming it and its log", async () => {
    const sleeper = await startSleeper();
    const run = runLifetime(
      `part("one"); lifetime.watch([{ name: "Postgres", pid: ${sleeper.pid}, logFile: "its.log" }]); console.log("up"); await untilOver();`,
    );
    await once(run.child.stdout, "data");
    sleeper.end();
    const { status, err } = await run.ended;
    expect(status).toBe(1);
    expect(err.trim()).toBe("Postgres ended by itself; its.log may say why. Start again: what was stored is kept.");
  });
});

describe("the log", () => {
  test("that cannot be written ends nothing, and counts what it lost", () => {
    const folder = join(home, "logs");
    const file = join(folder, "stack.log");
    const log = openLog(file);
    rmSync(folder, { recursive: true });
    log("lost");
    log("lost, too");
    mkdirSync(folder);
    log("kept");
    expect(readFileSync(file, "utf8")).toMatch(/^2 lines could not be written\n\S+ kept\n$/);
  });
});

describe("an address", () => {
  test.each([
    ["127.0.0.1", "http://127.0.0.1:3000"],
    ["0.0.0.0", "http://127.0.0.1:3000"],
    ["::", "http://127.0.0.1:3000"],
    ["192.0.2.7", "http://192.0.2.7:3000"],
    ["2001:db8::7", "http://[2001:db8::7]:3000"],
  ])("to listen at, %s, is reached at %s", (host, url) => {
    expect(urlAt(host, 3000)).toBe(url);
  });
});

describe("the stack's one server", () => {
  test("outlives a caller who asks for an upgrade that is not to be had, and hangs up", async () => {
    const unused = () => Promise.reject(new Error("no part is asked"));
    const port = await freePort();
    const gateway = await startGateway(
      {
        restAndAuth: { fetch: unused, prepare: unused, close: unused },
        realtime: { handleUpgrade: () => undefined, handleRequest: unused, close: unused },
        functions: { handle: unused, warm: unused, pids: () => [], close: () => undefined },
      },
      port,
    );
    const ask = async (path: string) => {
      const socket = connect(port, "127.0.0.1");
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      return socket;
    };
    for (let turn = 0; turn < 50; turn += 1) {
      const socket = await ask("/elsewhere");
      await once(socket, "connect");
      socket.resetAndDestroy();
    }
    const polite = await ask("/elsewhere");
    const [answer] = await once(polite, "data");
    expect(String(answer)).toContain("404 Not Found");
    polite.destroy();
    await gateway.close();
  });
});

describe("a function's worker", () => {
  test("that the system does not start is said not to, and ends nothing", async () => {
    const log: string[] = [];
    const worker = new Worker(
      {
        name: "probe",
        entry: "none.ts",
        config: "none.json",
        denoBinary: join(home, "there-is-no-such-program"),
        socketFolder: home,
        environment: {},
        limits: FUNCTION_LIMITS,
        log: (line) => log.push(line),
        onProcess: () => undefined,
      },
      1,
    );
    await expect(worker.ready).rejects.toThrow("did not start");
    expect(worker.isAlive).toBe(false);
    expect(log.join()).toContain("ENOENT");
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
