import { expect, test } from "@playwright/test";
import { makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();

test("health is unknown until something is reported, then it follows by itself", async ({ page }) => {
  const founder = await makeFounder(project);
  const target = { url: project.SUPABASE_URL, apiKey: founder.apiKey };
  await signIn(page, founder);
  await page.goto(`/${founder.slug}`);
  await expect(page.getByText("functions/v1/ingest").first()).toBeVisible();
  await expect(page.getByText(/^Healthy/)).toHaveCount(0);
  await report(
    target,
    Array.from({ length: 40 }, (_, index) => makeReport(60_000 + index * 1000)),
  );
  await expect(page.getByText(/^Healthy/).first()).toBeVisible({ timeout: 20_000 });
  await report(
    target,
    Array.from({ length: 60 }, () => makeReport(1000, { status: "failed", error: { message: "the disk is full" } })),
  );
  await expect(page.getByText(/test-agent/).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^Healthy/)).toHaveCount(0, { timeout: 20_000 });
});

test("a day of good figures does not hide an outage of now", async ({ page }) => {
  const founder = await makeFounder(project);
  const target = { url: project.SUPABASE_URL, apiKey: founder.apiKey };
  const HOUR_MS = 3_600_000;
  await report(
    target,
    Array.from({ length: 900 }, (_, index) => makeReport(HOUR_MS + index * 60_000)),
  );
  await report(
    target,
    Array.from({ length: 40 }, (_, index) => makeReport(1000, { status: index < 30 ? "failed" : "succeeded" })),
  );
  await signIn(page, founder);
  await page.goto(`/${founder.slug}?range=30d`);
  await expect(page.getByText(/30 of 40|75\.0\s%.* in the last 15 minutes/).first()).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText(/^Healthy/).first()).toBeVisible();
  await page.getByRole("link", { name: "Show what failed" }).click();
  await expect(page).toHaveURL(/status=failed.*range=15m/);
});

test("agents show success, speed and cost, and lead to their task types", async ({ page }) => {
  const founder = await makeFounder(project);
  const rows = Array.from({ length: 20 }, (_, index) =>
    makeReport(60_000 + index * 1000, {
      agentId: index < 10 ? "careful-agent" : "swift-agent",
      taskType: "content_generation",
      durationMs: index < 10 ? 2000 : 200,
      costUsd: index < 10 ? 0.01 : 0.001,
      status: index === 15 ? "failed" : "succeeded",
    }),
  );
  await report({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, rows);
  await signIn(page, founder);
  await expect(async () => {
    await page.goto(`/${founder.slug}/agents`);
    await expect(page.getByRole("row").filter({ hasText: "careful-agent" }).first()).toContainText("$0.01", { timeout: 1000 });
  }).toPass({ timeout: 15_000 });
  await expect(page.getByRole("row").filter({ hasText: "swift-agent" }).first()).toContainText("9 of 10");
  await page.getByRole("link", { name: "swift-agent" }).first().click();
  await expect(page).toHaveURL(/agents\/swift-agent/);
  await expect(page.getByText("content_generation").first()).toBeVisible();
});
