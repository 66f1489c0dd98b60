import { expect, test } from "@playwright/test";
import postgres from "postgres";
import { makeFounder, makePerson, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, send } from "./report.ts";

const project = projectFromEnvironment();

test("a key is made, shown once, works, and stops working when it is revoked", async ({ page }) => {
  const founder = await makeFounder(project);
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/settings`);
  await page.getByRole("button", { name: "Create key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("night shift");
  await dialog.getByRole("textbox").press("Enter");
  const apiKey = (await dialog.getByText(/^wv_[0-9a-f]{64}$/).innerText()).trim();
  const target = { url: project.SUPABASE_URL, apiKey };
  expect((await send(target, [makeReport(100)])).status).toBe(200);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await expect(page.getByText(apiKey)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke night shift" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /revoke/i })
    .click();
  await expect.poll(async () => (await send(target, [makeReport(100)])).status).toBe(401);
});

test("a double click makes one key", async ({ page }) => {
  const founder = await makeFounder(project);
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/settings`);
  await page.getByRole("button", { name: "Create key" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("twice");
  await dialog.getByRole("button", { name: "Create key" }).dblclick();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.reload();
  await expect(page.getByRole("button", { name: "Revoke twice" })).toHaveCount(1);
});

test("a viewer who presses an operator's button is refused by the database, in words", async ({ page }) => {
  const [founder, viewer] = [await makeFounder(project), await makePerson(project)];
  const { error } = await founder.client
    .from("workspace_members")
    .insert({ workspace_id: founder.workspaceId, user_id: viewer.userId, role: "viewer", display_name: "Viewer" });
  expect(error).toBeNull();
  // A clock that is off makes an alert.
  await fetch(`${project.SUPABASE_URL}/functions/v1/ingest`, {
    method: "POST",
    headers: { authorization: `Bearer ${founder.apiKey}` },
    body: JSON.stringify({ sentAt: new Date(Date.now() + 86_400_000).toISOString(), executions: [makeReport(-86_400_000)] }),
  });
  await signIn(page, viewer);
  await page.goto(`/${founder.slug}`);
  await page.getByRole("button", { name: /alert/i }).first().click();
  const refusal = page.waitForResponse((response) => response.url().includes("/rpc/handle_alert"));
  await page.getByRole("button", { name: "Acknowledge" }).click();
  expect((await refusal).status()).toBe(403);
  await expect(page.getByText("Your role in this workspace does not allow that")).toBeVisible();
});

test("the demo's generated history goes with one press, and what agents reported stays", async ({ page }) => {
  const founder = await makeFounder(project);
  const sql = postgres(project.DATABASE_URL, { max: 1 });
  await send({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, [makeReport(1000)]);
  await sql`
    insert into public.execution_history (workspace_id, id, agent_id, task_type, status, started_at, finished_at, duration_ms, is_generated)
    select ${founder.workspaceId}, overlay(private.uuid_floor(at)::text placing '7' from 15 for 1)::uuid, 'old-agent', 'old', 'succeeded', at, at, 5, true
    from generate_series(now() - interval '50 hours', now() - interval '1 hour', interval '1 hour') as at
  `;
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/settings`);
  await page.getByRole("button", { name: "Remove generated history" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("50");
  await dialog.getByRole("button", { name: /remove/i }).click();
  await expect(page.getByRole("button", { name: "Remove generated history" })).toHaveCount(0);
  const [left] =
    await sql`select count(*)::int as rows, count(*) filter (where is_generated)::int as generated from public.execution_history where workspace_id = ${founder.workspaceId}`;
  expect(left).toEqual({ rows: 1, generated: 0 });
  await sql.end();
});
