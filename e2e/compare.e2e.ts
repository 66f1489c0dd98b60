import { expect, test } from "@playwright/test";
import { type Founder, makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report, type SentReport } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;
const target = () => ({ url: project.SUPABASE_URL, apiKey: founder.apiKey });

const FAILED = { status: "failed", error: { type: "Timeout", message: "the shop did not answer" } } as const;

/** A run of steps, newest last. */
function makeRun(
  ageMs: number,
  parts: Parameters<typeof makeReport>[1],
  steps: readonly Parameters<typeof makeReport>[1][],
): readonly SentReport[] {
  const run = makeReport(ageMs, { taskType: "order", durationMs: 1000, ...parts });
  return [run, ...steps.map((step, index) => makeReport(ageMs - 10 - index * 100, { parentId: run.id, durationMs: 50, ...step }))];
}

let failed: SentReport;
let good: SentReport;
let older: SentReport;

test.beforeAll(async () => {
  founder = await makeFounder(project);
  const steps = [{ taskType: "look up" }, { taskType: "pay" }, { taskType: "tell" }];
  const oldRun = makeRun(7_200_000, { taskDescription: "the older good run", inputs: { item: "rope" } }, steps);
  const goodRun = makeRun(3_600_000, { taskDescription: "the good run", model: "m-1", inputs: { item: "rope", metres: [1, 2] } }, steps);
  const otherRun = makeRun(1_800_000, { agentId: "other-agent", taskDescription: "another agent's" }, steps);
  const badRun = makeRun(
    60_000,
    { taskDescription: "the bad run", durationMs: 3200, model: "m-2", inputs: { item: "sail", metres: [0, 1, 2] }, ...FAILED },
    [{ taskType: "look up" }, { taskType: "pay", ...FAILED }],
  );
  await report(target(), [...oldRun, ...goodRun, ...otherRun, ...badRun]);
  const first = (run: readonly SentReport[]) => run[0] ?? makeReport(0);
  [failed, good, older] = [first(badRun), first(goodRun), first(oldRun)];
});

test.beforeEach(async ({ page }) => {
  await signIn(page, founder);
});

test("a failed execution leads to the last good run of the same agent, and what differs is named", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions/${failed.id}`);
  await page.getByRole("link", { name: "Compare with the last good run" }).click();
  await expect(page.getByText("The last run of test-agent at order that succeeded before it.")).toBeVisible();
  await expect(page.getByText('"pay" failed only here, and "tell" did not happen here.')).toBeVisible();
  const facts = page.getByRole("table", { name: "Facts of both runs" });
  await expect(facts.getByRole("row").filter({ hasText: "Duration" })).toContainText("3.2 × as long");
  await expect(facts.getByRole("row").filter({ hasText: "Model" })).toContainText(/m-2.*m-1/);
  await expect(facts.getByRole("row").filter({ hasText: "Agent" })).toContainText("the same");
  const inputs = page.getByRole("region", { name: "Inputs" });
  await expect(inputs.getByRole("listitem")).toHaveCount(2);
  await expect(inputs).toContainText("$.item");
  await expect(inputs).toContainText("$.metres[0]");
  const steps = page.getByRole("region", { name: "Steps" });
  await expect(steps.getByRole("listitem")).toHaveCount(4);
  await expect(steps.getByRole("listitem").filter({ hasText: "tell" })).toContainText("did not happen");
});

test("another run can be picked, and its address shows the same again", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions/${failed.id}/compare`);
  await page.getByRole("combobox", { name: "The run to compare with" }).click();
  await page.getByRole("option", { name: /other-agent/ }).click();
  await expect(page).toHaveURL(/with=/);
  const facts = page.getByRole("table", { name: "Facts of both runs" });
  await expect(facts.getByRole("row").filter({ hasText: "Agent" })).toContainText("other-agent");
  await page.goto(`/${founder.slug}/executions/${failed.id}/compare?with=${older.id}`);
  await expect(page.getByText("Chosen by the address.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Inputs" })).toContainText("$.metres");
});

test("where nothing good ran, the page says so; where only another agent did, it says that", async ({ page }) => {
  const lonely = makeReport(30_000, { taskType: "never done well", ...FAILED });
  const newcomer = makeReport(30_000, { agentId: "newcomer", taskType: "order", ...FAILED });
  await report(target(), [lonely, newcomer]);
  await page.goto(`/${founder.slug}/executions/${lonely.id}/compare`);
  await expect(page.getByText("There is nothing to compare it with")).toBeVisible();
  await page.goto(`/${founder.slug}/executions/${newcomer.id}/compare`);
  await expect(page.getByText(/last good one of another agent/)).toBeVisible();
});

test("the page of an execution goes to the next and previous of the list that it was opened from", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions/${good.id}?agent=test-agent&task=order`);
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("the older good run");
  await expect(page.getByRole("button", { name: "Next" })).toBeDisabled();
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("the good run");
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("the bad run");
  await expect(page).toHaveURL(/agent=test-agent&task=order/);
});
