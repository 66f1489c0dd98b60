import { expect, test } from "@playwright/test";
import { makeFounder, makePerson, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, send } from "./report.ts";

const project = projectFromEnvironment();
const MILLION = 1_000_000;

test("a model without a price is given one, its past is priced once, and the price is removed and brought back", async ({ page }) => {
  const founder = await makeFounder(project);
  const used = { model: "small-2026-01-01", provider: "acme", inputTokens: MILLION, outputTokens: MILLION };
  const reports = [1000, 2000, 3000].map((agoMs) => ({ ...makeReport(agoMs), ...used }));
  expect((await send({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, reports)).status).toBe(200);
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/settings`);

  await page.getByRole("button", { name: "Add price of small-2026-01-01" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Set price" }).click();
  await expect(dialog.getByText("Say what a million tokens cost; 0 if nothing.")).toHaveCount(2);
  await dialog.getByLabel("Model", { exact: true }).fill("small");
  await dialog.getByLabel("Input, $ per million", { exact: true }).fill("0.25");
  await dialog.getByLabel("Output, $ per million").fill("2");
  await dialog.getByRole("button", { name: "Set price" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add price of small-2026-01-01" })).toHaveCount(0);

  // Three times $0.25 and $2.
  await expect(page.getByText("could be priced: $6.75 more")).toBeVisible();
  await page.getByRole("button", { name: "Price 3 executions" }).dblclick();
  await expect(page.getByText("3 executions priced ($6.75 more)")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Price \d/ })).toHaveCount(0);
  const { data } = await founder.client.from("execution_history").select("cost_usd, is_priced").eq("workspace_id", founder.workspaceId);
  expect((data ?? []).map((row) => [Number(row.cost_usd), row.is_priced])).toEqual([1, 2, 3].map(() => [2.25, true]));

  const remove = page.getByRole("button", { name: /^Remove the price of small/ });
  await remove.click();
  await expect(remove).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(remove).toHaveCount(1);
});

test("a viewer sees prices and changes none; a price that somebody else sets appears by itself", async ({ page }) => {
  const [founder, viewer] = [await makeFounder(project), await makePerson(project)];
  const member = { workspace_id: founder.workspaceId, user_id: viewer.userId, role: "viewer", display_name: "Viewer" };
  expect((await founder.client.from("workspace_members").insert(member)).error).toBeNull();
  await signIn(page, viewer);
  await page.goto(`/${founder.slug}/settings`);
  await expect(page.getByText("No price yet")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const price = { p_model: "small", p_valid_from: "2026-01-01T00:00:00Z", p_input_usd: 0.25, p_output_usd: 2 };
  expect((await founder.client.rpc("set_model_price", { p_workspace_id: founder.workspaceId, ...price })).error).toBeNull();
  await expect(page.getByRole("cell", { name: /^small/ })).toBeVisible();
  for (const name of [/^Add price/, /^New price/, /^Remove the price/]) await expect(page.getByRole("button", { name })).toHaveCount(0);
});
