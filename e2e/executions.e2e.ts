import { expect, test } from "@playwright/test";
import { type Founder, makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;
const target = () => ({ url: project.SUPABASE_URL, apiKey: founder.apiKey });

test.beforeAll(async () => {
  founder = await makeFounder(project);
  const past = Array.from({ length: 300 }, (_, index) =>
    makeReport(3_600_000 + index * 60_000, {
      taskDescription: `past ${index}`,
      agentId: index % 3 === 0 ? "third-agent" : "test-agent",
      ...(index % 10 === 0 && { status: "failed", error: { type: "TimeoutError", message: "the upstream timed out" } }),
    }),
  );
  await report(target(), past);
});

test.beforeEach(async ({ page }) => {
  await signIn(page, founder);
});

const grid = "Executions, newest first";

test("an execution that an agent finishes is on the open page within a second, without a request for it", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions`);
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
  let requests = 0;
  page.on("request", (request) => {
    if (request.url().includes("/rest/v1/rpc/list_executions")) requests += 1;
  });
  await report(target(), [makeReport(50, { taskDescription: "fresh from the agent" })]);
  await expect(page.getByText("fresh from the agent")).toBeVisible({ timeout: 1000 });
  expect(requests).toBe(0);
});

test("a running execution ends in its place", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions`);
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
  const { durationMs: _, ...row } = makeReport(10, { taskDescription: "two acts" });
  await report(target(), [{ ...row, status: "running" }]);
  const shown = page.getByRole("row").filter({ hasText: "two acts" });
  await expect(shown.getByText(/running/i).first()).toBeAttached();
  await report(target(), [{ ...row, status: "failed", durationMs: 80, error: { message: "second act went wrong" } }]);
  await expect(shown).toContainText("second act went wrong");
  await expect(shown).toHaveCount(1);
});

test("while somebody reads further down, new rows are announced and nothing moves", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions`);
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
  await page.getByRole("grid", { name: grid }).evaluate((element) => element.scrollBy(0, 900));
  const anchor = page.getByRole("row").filter({ hasText: "past 40" });
  await expect(anchor).toBeVisible();
  const before = await anchor.boundingBox();
  await report(target(), [makeReport(10, { taskDescription: "waits at the top" }), makeReport(10, { taskDescription: "waits too" })]);
  const announcement = page.getByRole("button", { name: /2 new/ });
  await expect(announcement).toBeVisible();
  expect(await anchor.boundingBox()).toEqual(before);
  await page.keyboard.press("n");
  await expect(page.getByText("waits at the top")).toBeVisible();
});

test("every row of a long list can be reached, each once", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions`);
  const seen = new Set<string>();
  const list = page.getByRole("grid", { name: grid });
  await expect(list.getByRole("row").nth(3)).toBeVisible();
  await expect
    .poll(
      async () => {
        for (const text of await list.getByText(/^past \d+$/).allInnerTexts()) seen.add(text);
        await list.evaluate((element) => element.scrollBy(0, 300));
        return seen.size;
      },
      { timeout: 30_000, intervals: [50] },
    )
    .toBe(300);
});

test("filters live in the address, can be taken off, and say when nothing matches", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions?status=failed&agent=third-agent`);
  await expect(page.getByRole("row").filter({ hasText: "past 0" }).first()).toBeVisible();
  await expect(page.getByText("past 1", { exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: /^Remove .*third-agent/ }).click();
  await expect(page).not.toHaveURL(/third-agent/);
  await page.getByLabel("Words in description and error").fill("nonexistentword");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Clear filters" }).first()).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await expect(page.getByText("past 1", { exact: true })).toBeVisible();
});

test("the keyboard opens a row beside the list, the address names it, and back closes it", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions?status=failed&agent=third-agent`);
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/execution=/);
  await expect(page.getByRole("region", { name: "Error" })).toContainText("the upstream timed out");
  const address = page.url();
  await page.goBack();
  await expect(page).not.toHaveURL(/execution=/);
  await page.goto(address);
  await expect(page.getByRole("region", { name: "Error" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).not.toHaveURL(/execution=/);
});

test("the page of an execution shows what went in and out, and its children over time", async ({ page }) => {
  const parent = makeReport(5000, {
    taskDescription: "the whole",
    durationMs: 4000,
    inputs: { letter: "<script>alert(1)</script>" },
    outputs: { contacts: 3 },
  });
  const children = [4900, 3000].map((ageMs, index) =>
    makeReport(ageMs, { parentId: parent.id, taskDescription: `part ${index}`, taskType: "part" }),
  );
  await report(target(), [parent, ...children]);
  await page.goto(`/${founder.slug}/executions/${parent.id}`);
  await expect(page.getByRole("figure", { name: "Waterfall" })).toContainText("part 1");
  await expect(page.getByText("<script>alert(1)</script>").first()).toBeVisible();
  await page.goto(`/${founder.slug}/executions/00000000-0000-7000-8000-000000000000`);
  await expect(page.getByText("There is no such execution").first()).toBeVisible();
});
