import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { type Founder, makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;
let id: string;

test.beforeAll(async () => {
  founder = await makeFounder(project);
  const rows = Array.from({ length: 60 }, (_, index) =>
    makeReport(600_000 + index * 60_000, {
      taskDescription: index === 3 ? "unbroken".repeat(40) : `work ${index}`,
      ...(index % 6 === 0 && { status: "failed", error: { type: "QuotaError", message: "the folder is full" } }),
    }),
  );
  id = rows[0]?.id ?? "";
  await report({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, rows);
});

const pages = ["", "/executions", "/executions/:id", "/agents", "/agents/test-agent", "/settings"];

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    test(`${colorScheme}, ${width} wide: every page fits, and no one is shut out`, async ({ browser }) => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await signIn(page, founder);
      for (const path of pages) {
        await page.goto(`/${founder.slug}${path.replace(":id", id)}`);
        await expect(page.getByRole("heading", { level: 1 }).first()).toBeAttached();
        await page.waitForLoadState("networkidle");
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map((violation) => `${path}: ${violation.id} ${violation.nodes[0]?.html}`)).toEqual([]);
      }
      expect(problems).toEqual([]);
      await context.close();
    });
  }
}
