import { expect, test } from "@playwright/test";
import { type Founder, makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;

/** What an agent did at a task type: so many, of which so many failed. */
function deeds(agentId: string, taskType: string, { total, failed, durationMs }: { total: number; failed: number; durationMs: number }) {
  return Array.from({ length: total }, (_, index) =>
    makeReport(60_000 + index * 1000, {
      agentId,
      taskType,
      durationMs,
      ...(index < failed && { status: "failed", error: { type: "Refused", message: "no" } }),
    }),
  );
}

test.beforeAll(async () => {
  founder = await makeFounder(project);
  await report({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, [
    ...deeds("steady-agent", "send mail", { total: 60, failed: 0, durationMs: 4000 }),
    ...deeds("hasty-agent", "send mail", { total: 60, failed: 2, durationMs: 40 }),
    ...deeds("hasty-agent", "draw", { total: 9, failed: 2, durationMs: 40 }),
  ]);
});

test.beforeEach(async ({ page }) => {
  await signIn(page, founder);
});

test("the best agent for each task type is there without choosing, and why", async ({ page }) => {
  await page.goto(`/${founder.slug}/agents`);
  await page.getByRole("tab", { name: "Leaderboard" }).click();
  await expect(page).toHaveURL(/view=best/);
  const overview = page.getByRole("table", { name: "Best agent for each task type" });
  await expect(overview.getByRole("row").filter({ hasText: "send mail" })).toContainText("steady-agent", { timeout: 15_000 });
  const ranking = page.getByRole("region", { name: "Ranking" });
  await expect(ranking.getByRole("table", { name: "Ranking for send mail" })).toContainText("60 of 60");
  await expect(ranking).toContainText("58 of 60");
});

test("what counts most is switched at once, lives in the address, and changes the verdict", async ({ page }) => {
  await page.goto(`/${founder.slug}/agents?view=best&task=send+mail`);
  const rows = page.getByRole("table", { name: "Ranking for send mail" }).getByRole("row");
  await expect(rows.nth(1)).toContainText("steady-agent", { timeout: 15_000 });
  let requests = 0;
  page.on("request", (request) => {
    if (request.url().includes("/rpc/agent_evidence")) requests += 1;
  });
  await page.getByRole("button", { name: "Speed" }).click();
  await expect(rows.nth(1)).toContainText("hasty-agent");
  expect(requests).toBe(0);
  await expect(page).toHaveURL(/prefer=speed/);
  await page.reload();
  await expect(page.getByRole("button", { name: "Speed" })).toHaveAttribute("aria-pressed", "true");
  await expect(rows.nth(1)).toContainText("hasty-agent");
});

test("a reason opens into what was counted, what it was pulled towards, and the days with their executions", async ({ page }) => {
  await page.goto(`/${founder.slug}/agents?view=best&task=draw`);
  const table = page.getByRole("table", { name: "Ranking for draw" });
  await expect(table.getByRole("cell", { name: "7 of 9", exact: true })).toBeVisible({ timeout: 15_000 });
  await table.getByRole("button", { expanded: false }).first().click();
  await expect(table.getByText("At other task types", { exact: true })).toBeVisible();
  await expect(table.getByRole("definition").filter({ hasText: "58 of 60 (96.7" })).toBeVisible();
  await table
    .getByRole("link", { name: /Show the executions of/ })
    .first()
    .click();
  await expect(page).toHaveURL(/executions\?.*agent=hasty-agent.*task=draw/);
  await expect(page.getByRole("grid").getByRole("row").nth(1)).toBeVisible();
});

test("an agent's page tells its rank at each task type", async ({ page }) => {
  await page.goto(`/${founder.slug}/agents/hasty-agent`);
  const ranks = page.getByRole("table", { name: "Rank by task type" });
  await expect(ranks.getByRole("row").filter({ hasText: "send mail" })).toContainText("2 of 2", { timeout: 15_000 });
  await expect(ranks.getByRole("row").filter({ hasText: "draw" })).toContainText("only one");
  await ranks.getByRole("link", { name: "send mail" }).click();
  await expect(page.getByRole("table", { name: "Ranking for send mail" })).toBeVisible();
});

test("where nothing has ended, the page says so and what would help", async ({ page }) => {
  const empty = await makeFounder(project);
  await page.context().clearCookies();
  await signIn(page, empty);
  await page.goto(`/${empty.slug}/agents?view=best`);
  await expect(page.getByText("Nothing to rank by yet")).toBeVisible();
});

test("an admin shares evidence, and the switch stays where it was put", async ({ page }) => {
  await page.goto(`/${founder.slug}/settings`);
  const box = page.getByRole("checkbox", { name: /Share counts/ });
  await expect(box).not.toBeChecked();
  await box.click();
  await expect(box).toBeChecked();
  await page.reload();
  await expect(box).toBeChecked();
});
