import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRecordingIngest } from "../../../../lib/sdk/recording-ingest.ts";
import { createWindvane } from "../../../../lib/sdk/windvane.ts";
import { replenish } from "../upstream/supply.ts";
import { AGENTS, type AgentId } from "../work/roster.ts";
import { type BookingRequest, bookingRequestOf } from "../world/bookings.ts";
import { drawsOf } from "../world/draws.ts";
import { type FaultLevels, NO_FAULTS } from "../world/faults.ts";
import { answerUpstream } from "../world/serve.ts";
import { createCalendarEdge } from "./calendar-edge.ts";
import { createCacheEdge, createFolderEdge } from "./folder-edge.ts";
import type { AgentContext, HandlersOf } from "./handlers.ts";
import { openHome } from "./layout.ts";
import { createMailEdge } from "./mail-edge.ts";
import { runRoutine } from "./run-routine.ts";
import { createTrackingEdge } from "./tracking-edge.ts";
import { createWorkEdge } from "./work-edge.ts";

const SEED = 4;
let home = "";
let levels: FaultLevels = NO_FAULTS;
let ctx: AgentContext;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "fleet-edges-"));
  levels = NO_FAULTS;
  ctx = { layout: openHome(home), random: drawsOf(SEED, "edges", 0), levels: () => levels };
});
afterEach(() => rmSync(home, { recursive: true }));

describe("the letters folder", () => {
  test("takes letters up to its quota, refuses what is beyond it, and is empty after archiving", async () => {
    const folder = createFolderEdge(ctx);
    levels = { ...NO_FAULTS, full_disk: 0.95 };
    const text = "x".repeat(1000);
    // 26 KiB less 95 % is 1331 bytes: room for one.
    expect(await folder.writeFile({ name: "a.txt", text })).toEqual({ isWritten: true, usedBytes: 0, quotaBytes: 1331 });
    expect(await folder.writeFile({ name: "b.txt", text })).toEqual({ isWritten: false, usedBytes: 1000, quotaBytes: 1331 });
    expect(readdirSync(ctx.layout.letters)).toEqual(["a.txt"]);
    expect(await folder.archiveFiles({})).toEqual({ files: 1, bytes: 1000 });
    expect(await folder.writeFile({ name: "b.txt", text })).toMatchObject({ isWritten: true });
    expect(readFileSync(join(ctx.layout.archive, "a.txt"), "utf8")).toBe(text);
  });
});

describe("the cache", () => {
  test("gives back what was put in, forgets with age, and notices a byte that changed", async () => {
    const cache = createCacheEdge(ctx);
    const request = { key: "/page", maxAgeMs: 60_000 };
    expect(await cache.readCache(request)).toEqual({ kind: "miss" });
    await cache.writeCache({ key: "/page", text: "a\nb" });
    expect(await cache.readCache(request)).toEqual({ kind: "hit", text: "a\nb" });
    expect(await cache.readCache({ ...request, maxAgeMs: -1 })).toEqual({ kind: "miss" });
    levels = { ...NO_FAULTS, corrupted_cache: 1 };
    const answers = await Promise.all(Array.from({ length: 8 }, () => cache.readCache(request)));
    expect(answers.some((answer) => answer.kind === "spoilt")).toBe(true);
    await cache.clearCache({ key: "/page" });
    expect(await cache.readCache(request)).toEqual({ kind: "miss" });
  });
});

describe("the calendar", () => {
  test("never books a host twice at one time, and gives a time back", async () => {
    const calendar = createCalendarEdge(ctx);
    const nowMs = Date.now();
    const request: BookingRequest = {
      ...bookingRequestOf(SEED, 1, { nowMs, hostCount: 1 }),
      minutes: 20,
      earliestMs: nowMs,
      latestMs: nowMs + 25 * 60_000,
    };
    const first = await calendar.book({ request, host: 1 });
    expect(first).toMatchObject({ host: 1, number: 1 });
    expect(await calendar.book({ request: { ...request, number: 2 }, host: 1 })).toBeNull();
    expect(await calendar.book({ request: { ...request, number: 3 }, host: 2 })).toMatchObject({ host: 2 });
    await calendar.unbook({ number: 1 });
    expect(await calendar.book({ request: { ...request, number: 4 }, host: 1 })).toMatchObject({ number: 4 });
  });
});

describe("the data agent's database", () => {
  test("counts the noted work of one kind within the window, each note once", async () => {
    const work = createWorkEdge(ctx);
    for (const kind of ["letter", "letter", "message"] as const) await work.noteWork({ kind });
    expect(await work.report({ kind: "letter", windowMs: 60_000 })).toEqual({ rows: 2 });
    expect(readdirSync(ctx.layout.journal)).toEqual([]);
    expect(await work.report({ kind: "letter", windowMs: 60_000 })).toEqual({ rows: 2 });
    expect(await work.report({ kind: "letter", windowMs: -60_000 })).toEqual({ rows: 0 });
    work.close();
  });
});

describe("an agent, live", () => {
  /** Lets an agent do some rounds with real files and the real upstream's answers, without pauses; gives what it reported. */
  async function doRounds(agentId: AgentId, rounds: number) {
    const ingest = createRecordingIngest();
    const windvane = createWindvane({ url: "http://127.0.0.1:1", apiKey: "wv_test", fetch: ingest.fetch, spool: false });
    const stop = new AbortController();
    let left = rounds;
    const pacing: HandlersOf<"pause" | "wait" | "draw" | "fetch"> = {
      pause: () => {
        replenish(ctx.layout, { home, seed: SEED, stretch: 1, nowMs: Date.now() });
        if (left === 0) stop.abort();
        left -= 1;
        return null;
      },
      wait: () => null,
      draw: () => ctx.random(),
      fetch: ({ path, body }) => {
        const { status, body: text } = answerUpstream(SEED, path, body);
        return { kind: "answered", status, body: text, retryAfterMs: 0 };
      },
    };
    const work = createWorkEdge(ctx);
    const edges = { ...createMailEdge(ctx), ...createFolderEdge(ctx), ...createCacheEdge(ctx), ...createCalendarEdge(ctx) };
    await runRoutine(AGENTS[agentId](), { ...pacing, ...edges, ...work, ...createTrackingEdge(windvane) }, stop.signal);
    await windvane.close();
    work.close();
    return ingest.requests.flatMap((request) => request.executions).filter((row) => row.status !== "running");
  }

  test("mail becomes contacts, contacts become letters, bookings and reports; what was tracked has ended", async () => {
    const mail = await doRounds("email-agent", 12);
    expect(mail.filter((row) => row.taskType === "inbox_sweep")).toHaveLength(12);
    expect(mail.filter((row) => row.parentId !== undefined).length).toBeGreaterThan(20);
    expect(readFileSync(ctx.layout.contacts, "utf8").split("\n").length).toBeGreaterThan(15);
    for (const agentId of ["research-agent", "quick-research-agent"] as const) {
      const research = (await doRounds(agentId, 6)).filter((row) => row.taskType === "web_research");
      expect(research.some((row) => row.status === "succeeded")).toBe(true);
    }
    for (const agentId of ["content-agent", "swift-content-agent"] as const) {
      const letters = (await doRounds(agentId, 6)).filter((row) => row.status === "succeeded" && row.taskType === "content_generation");
      expect(letters.length).toBeGreaterThan(3);
      expect(letters.every((row) => (row.costUsd ?? 0) > 0 && (row.outputTokens ?? 0) > 20)).toBe(true);
    }
    expect((await doRounds("calendar-agent", 6)).some((row) => row.status === "succeeded")).toBe(true);
    const reports = await doRounds("data-agent", 9);
    expect(
      reports.some((row) => row.taskType === "data_report" && Number((row.outputs as { readonly rows?: number } | undefined)?.rows) > 0),
    ).toBe(true);
    expect(reports.filter((row) => row.taskType === "archive_letters")).toHaveLength(1);
  });
});
