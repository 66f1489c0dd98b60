import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Disk, openDisk } from "./disk.ts";
import { createHost } from "./host.ts";
import type { OutgoingRow } from "./outbox.ts";
import type { Problem } from "./problem.ts";
import { Spool } from "./spool.ts";
import { LEASE_MS } from "./spool-owner.ts";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "windvane-spool-")), "of-a-key");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const row = (number: number, json = `{"number":${number}}`): OutgoingRow => ({
  id: `e${number}`,
  kind: "end",
  workspaceId: undefined,
  json,
});
const rows = (from: number, to: number): OutgoingRow[] => Array.from({ length: to - from + 1 }, (_, index) => row(from + index));
const files = (ending = ".jsonl"): string[] => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : []);

function ownDisk(): Disk {
  const disk = openDisk();
  if (disk === null) throw new Error("These tests run where there is a disk");
  return disk;
}

function open(changes: { readonly disk?: Disk; readonly maxBytes?: number } = {}) {
  const problems: Problem[] = [];
  const parts = { disk: ownDisk(), maxBytes: 1e7, folder, host: createHost({}), report: (problem: Problem) => problems.push(problem) };
  return { spool: new Spool({ ...parts, ...changes }), problems };
}

/** Everything that a spool holds, dealt with. */
async function drain(spool: Spool): Promise<string[]> {
  const ids: string[] = [];
  for (let batch = await spool.peek(3); batch.length > 0; batch = await spool.peek(3)) {
    ids.push(...batch.map(({ id }) => id));
    await spool.advance(batch.length);
  }
  return ids;
}

/** As long after its last sign of life as a dead process is waited for. */
function age(): void {
  const longAgo = new Date(Date.now() - 2 * LEASE_MS);
  for (const name of files(".alive")) utimesSync(join(folder, name), longAgo, longAgo);
}

test("what was saved comes back in order, in files of the owner's alone, and nothing is left behind", async () => {
  const { spool, problems } = open();
  expect(await spool.save(rows(1, 4))).toEqual([]);
  expect(await spool.save(rows(5, 5))).toEqual([]);
  expect([files().length, spool.ownRows]).toEqual([1, 5]);
  expect(statSync(join(folder, files()[0] ?? "")).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(await drain(spool)).toEqual(["e1", "e2", "e3", "e4", "e5"]);
  expect([readdirSync(folder), spool.ownRows, problems]).toEqual([[], 0, []]);
});

test("a process without anything to save makes no folder", async () => {
  const { spool } = open();
  expect(await spool.adopt()).toBe(false);
  expect(existsSync(folder)).toBe(false);
});

describe("another process", () => {
  test("takes over what a dead one left, and not what a living one has", async () => {
    const [dead, living] = [open(), open()];
    await dead.spool.save(rows(1, 2));
    const successor = open();
    expect(await successor.spool.adopt()).toBe(false);
    age();
    await living.spool.save(rows(3, 4));
    expect(await successor.spool.adopt()).toBe(true);
    expect(await drain(successor.spool)).toEqual(["e1", "e2"]);
    expect(await drain(living.spool)).toEqual(["e3", "e4"]);
  });

  test("takes over at once what one that ended in order left", async () => {
    const first = open();
    await first.spool.save(rows(1, 2));
    first.spool.leave();
    expect(first.spool.saveNow(rows(3, 3))).toBe(0);
    const second = open();
    await second.spool.adopt();
    expect((await drain(second.spool)).sort()).toEqual(["e1", "e2", "e3"]);
  });

  test("reads all that one wrote down as it ended, however much that was", async () => {
    const text = JSON.stringify({ text: "x".repeat(100_000) });
    const last = Array.from({ length: 90 }, (_, index) => row(index, text));
    expect(open({ maxBytes: 1e8 }).spool.saveNow(last)).toBe(0);
    const { spool, problems } = open();
    const got: string[] = [];
    while (await spool.adopt()) got.push(...(await drain(spool)));
    expect([got.length, problems]).toEqual([90, []]);
  });

  test("never shares a file: of many that come at once each row goes to one, and none is lost", async () => {
    for (let number = 1; number <= 12; number += 1) open().spool.saveNow(rows(number, number));
    const rivals = Array.from({ length: 5 }, () => open().spool);
    const got: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await Promise.all(rivals.map((spool) => spool.adopt()));
      got.push(...(await Promise.all(rivals.map(drain))).flat());
    }
    expect(got.sort()).toEqual(
      rows(1, 12)
        .map(({ id }) => id)
        .sort(),
    );
  });

  test("that took over from one which only stood still costs that one nothing", async () => {
    const slow = open();
    await slow.spool.save(rows(1, 1));
    age();
    const thief = open();
    await thief.spool.adopt();
    const stolen = await drain(thief.spool);
    await slow.spool.save(rows(2, 2));
    expect([stolen, await drain(slow.spool)]).toEqual([["e1"], ["e2"]]);
  });
});

describe("a file", () => {
  test("whose last line is torn gives the others", async () => {
    open().spool.saveNow(rows(1, 3));
    const path = join(folder, files()[0] ?? "");
    writeFileSync(path, readFileSync(path, "utf8").slice(0, -5));
    const { spool, problems } = open();
    await spool.adopt();
    expect(await drain(spool)).toEqual(["e1", "e2"]);
    expect([readdirSync(folder), problems]).toEqual([[], []]);
  });

  test.each([
    ["with lines that are none", "nonsense\n[1,2]\t{}\n[]\t\n\u0000\n"],
    ["that is half JSON", `["e9","end",null]\t{"a":\n`],
  ])("%s is set aside after its good ones were sent", async (_what, rubbish) => {
    open().spool.saveNow(rows(1, 2));
    appendFileSync(join(folder, files()[0] ?? ""), rubbish);
    const { spool, problems } = open();
    await spool.adopt();
    expect(await drain(spool)).toEqual(["e1", "e2"]);
    expect([files(), files(".corrupt").length, problems.map(({ kind }) => kind)]).toEqual([[], 1, ["spool"]]);
  });

  test("that is a folder, or far too large, is set aside unread, and the next is read", async () => {
    mkdirSync(join(folder, `1-000001.${"a".repeat(16)}.jsonl`), { recursive: true });
    writeFileSync(join(folder, `2-000001.${"b".repeat(16)}.jsonl`), "x".repeat(9 * 1024 * 1024));
    open().spool.saveNow(rows(1, 1));
    const { spool } = open();
    await spool.adopt();
    expect(await drain(spool)).toEqual(["e1"]);
    expect([files().length, files(".corrupt").length]).toEqual([0, 2]);
  });
});

describe("room", () => {
  test("that is used up leaves rows with their owner, and is told once", async () => {
    const { spool, problems } = open({ maxBytes: 400 });
    const left = await spool.save([row(1, `"${"x".repeat(300)}"`)]);
    expect(left).toEqual([]);
    expect(await spool.save(rows(2, 9))).toEqual(rows(2, 9));
    expect(await spool.save(rows(2, 9))).toEqual(rows(2, 9));
    expect(problems.map(({ kind }) => kind)).toEqual(["spool"]);
  });

  test("on a full disk is survived, and used again when there is some", async () => {
    let isFull = true;
    const own = ownDisk();
    const append = async (path: string, text: string): Promise<void> => {
      // A full disk takes a part of what is written.
      if (isFull) await own.append(path, text.slice(0, 10));
      if (isFull) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      await own.append(path, text);
    };
    const { spool, problems } = open({ disk: { ...own, append } });
    expect(await spool.save(rows(1, 2))).toEqual(rows(1, 2));
    isFull = false;
    expect(await spool.save(rows(1, 2))).toEqual([]);
    expect(await drain(spool)).toEqual(["e1", "e2"]);
    expect(problems.map(({ kind }) => kind)).toEqual(["spool"]);
  });
});

test("a folder that cannot be made leaves rows in memory", async () => {
  mkdirSync(join(folder, ".."), { recursive: true });
  writeFileSync(folder, "a file stands in the way");
  const { spool, problems } = open();
  expect(await spool.save(rows(1, 2))).toEqual(rows(1, 2));
  expect(spool.saveNow(rows(1, 2))).toBe(2);
  expect(problems.map(({ kind }) => kind)).toEqual(["spool"]);
});
