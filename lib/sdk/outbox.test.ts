import fc from "fast-check";
import { expect, test } from "vitest";
import { Outbox, type OutgoingRow, toOutgoingRow } from "./outbox.ts";

const row = (id: number, isRunning = false, workspaceId?: string): OutgoingRow => ({
  id: `e${id}`,
  kind: isRunning ? "start" : "end",
  workspaceId,
  json: "{}",
});
const idsOf = (rows: readonly OutgoingRow[]): readonly string[] => rows.map(({ id }) => id);

test("an end takes the place of its start, and order is kept", () => {
  const outbox = new Outbox({ maxRows: 10, maxCharacters: 1e7 });
  for (const next of [row(1, true), row(2), row(1)]) outbox.add(next);
  expect(outbox.take(10)).toEqual([row(1), row(2)]);
  expect(outbox.size).toBe(0);
});

test("returned rows come first, but not a start whose end has arrived", () => {
  const outbox = new Outbox({ maxRows: 10, maxCharacters: 1e7 });
  outbox.add(row(1, true));
  outbox.add(row(2));
  const batch = outbox.take(2);
  outbox.add(row(3));
  outbox.add(row(1));
  outbox.putBack(batch);
  expect(outbox.take(10)).toEqual([row(2), row(3), row(1)]);
});

test("a batch stays under a size that ingest takes, and holds at least one row", () => {
  const outbox = new Outbox({ maxRows: 10, maxCharacters: 1e7 });
  const large = (id: string): OutgoingRow => ({ id, kind: "end", workspaceId: undefined, json: "x".repeat(700_000) });
  for (const id of ["a", "b"]) outbox.add(large(id));
  expect([outbox.take(10).length, outbox.take(10).length, outbox.take(10).length]).toEqual([1, 1, 0]);
});

test("discard removes the rows of one workspace", () => {
  const outbox = new Outbox({ maxRows: 10, maxCharacters: 1e7 });
  for (const next of [row(1, true, "one"), row(2, false, "two"), row(3, false, "one")]) outbox.add(next);
  expect(outbox.discard("one")).toBe(2);
  expect(idsOf(outbox.take(10))).toEqual(["e2"]);
});

test("no row is lost without being counted, none is sent twice, and the bound holds, whatever happens", () => {
  const operation = fc.oneof(
    fc.record({ kind: fc.constant("add" as const), id: fc.integer({ min: 0, max: 12 }), isRunning: fc.boolean() }),
    fc.record({ kind: fc.constant("take" as const), count: fc.integer({ min: 1, max: 4 }), isReturned: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
      const outbox = new Outbox({ maxRows: 5, maxCharacters: 1e7 });
      const expected = new Set<string>();
      for (const next of operations) {
        if (next.kind === "add") {
          outbox.add(row(next.id, next.isRunning));
          expected.add(`e${next.id}`);
        } else {
          const batch = outbox.take(next.count);
          expect(new Set(idsOf(batch)).size).toBe(batch.length);
          if (next.isReturned) outbox.putBack(batch);
          else for (const { id } of batch) expected.delete(id);
        }
        expect(outbox.size).toBeLessThanOrEqual(5);
        const { start, end } = outbox.takeDropped();
        const lost = start + end;
        if (lost === 0) continue;
        // What was dropped is known only by what is left.
        const left = idsOf(outbox.take(100));
        expect(expected.size - left.length).toBe(lost);
        expected.clear();
        for (const id of left) expected.add(id);
        outbox.putBack(left.map((id) => row(Number(id.slice(1)))));
      }
      expect(outbox.size).toBe(expected.size);
    }),
  );
});

test("the oldest running row goes first, then the oldest", () => {
  const outbox = new Outbox({ maxRows: 2, maxCharacters: 1e7 });
  for (const next of [row(1), row(2, true), row(3), row(4)]) outbox.add(next);
  expect(idsOf(outbox.take(10))).toEqual(["e3", "e4"]);
  expect(outbox.takeDropped()).toEqual({ start: 1, metric: 0, end: 1 });
});

test("beyond the characters that may wait, starts go first, then metrics, then ends", () => {
  const outbox = new Outbox({ maxRows: 100, maxCharacters: 10 });
  const ofKind = (id: string, kind: OutgoingRow["kind"]): OutgoingRow => ({ id, kind, workspaceId: undefined, json: "12345" });
  outbox.add(ofKind("end", "end"));
  outbox.add(ofKind("metric", "metric"));
  outbox.add(ofKind("start", "start"));
  expect(outbox.takeDropped()).toEqual({ start: 1, metric: 0, end: 0 });
  outbox.add(ofKind("later", "end"));
  expect(outbox.takeDropped()).toEqual({ start: 0, metric: 1, end: 0 });
  outbox.add(ofKind("last", "end"));
  expect(outbox.takeDropped()).toEqual({ start: 0, metric: 0, end: 1 });
  expect(idsOf(outbox.takeAll())).toEqual(["later", "last"]);
  expect(outbox.size).toBe(0);
});

test("toOutgoingRow writes the report once, as it stands", () => {
  const report = { id: "e1", agentId: "a", taskType: "t", startedAt: "2026-11-22T12:00:00Z" };
  expect(toOutgoingRow(report, "w")).toEqual({ id: "e1", workspaceId: "w", kind: "start", json: JSON.stringify(report) });
});
