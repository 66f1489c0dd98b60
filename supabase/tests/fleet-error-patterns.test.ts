import { beforeAll, expect, test } from "vitest";
import { readErrorGroups } from "../../lib/data/read-error-groups.ts";
import { groupState } from "../../lib/domain/error-group.ts";
import { finished, ingest, running } from "./ingest-requests.ts";
import { type Actor, makeSmallWorkspace, supabase } from "./stack.ts";

const fleet = { id: "", key: "" };
let admin: Actor;

beforeAll(async () => {
  const made = await makeSmallWorkspace();
  admin = made.admin;
  Object.assign(fleet, { id: made.id, key: made.key });
  const executions = [1, 2, 3].map((port) =>
    finished(running(Date.now() - 60_000, { agentId: "mail", taskType: "send" }), {
      status: "failed",
      error: { type: "Refused", message: `connection to 10.0.0.${port}:808${port} refused` },
    }),
  );
  expect((await ingest(made.key, { executions })).body.stored).toBe(3);
  await learnEverything();
});

/** One call learns for a second; what waits for longest, in whichever workspace, comes first. */
async function learnEverything(): Promise<void> {
  const { url, secretKey } = supabase();
  for (let isMore = true; isMore; ) {
    const answer = await fetch(`${url}/functions/v1/learn`, { method: "POST", headers: { authorization: `Bearer ${secretKey}` } });
    expect(answer.status).toBe(200);
    isMore = (await answer.json()).isMore;
  }
}

async function ask(query: string, key = fleet.key) {
  const answer = await fetch(`${supabase().url}/functions/v1/fleet/error-patterns${query}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return { status: answer.status, body: await answer.json() };
}

test("error patterns are the groups that the Errors page shows", async () => {
  const { status, body } = await ask("?days=7");
  expect(status).toBe(200);
  expect(body.patterns).toHaveLength(1);
  const nowMs = Date.now();
  const range = { kind: "last", durationMs: 7 * 86_400_000 } as const;
  const [group] = (await readErrorGroups(admin.client, { workspaceId: fleet.id, range, nowMs })).groups;
  expect(body.patterns[0]).toEqual({
    id: group?.id,
    pattern: group?.text,
    count: 3,
    agents: ["mail"],
    taskTypes: ["send"],
    exampleMessage: group?.exampleMessage,
    firstSeenAt: group?.firstSeenAt,
    lastSeenAt: group?.lastSeenAt,
    state: group === undefined ? "" : groupState(group, nowMs),
  });
});

test("whoever asks for them needs a key of the workspace, and a number of days", async () => {
  const foreign = await makeSmallWorkspace();
  expect((await ask("", "wv_wrong")).status).toBe(401);
  expect((await ask(`?workspaceId=${fleet.id}`, foreign.key)).status).toBe(401);
  expect((await ask("", foreign.key)).body).toEqual({ patterns: [] });
  const { status, body } = await ask("?days=0");
  expect([status, body.message]).toEqual([400, "days is a whole number from 1 to 90."]);
});
