import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import Papa from "papaparse";
import { type Founder, makeFounder, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;
let sent: readonly ReturnType<typeof makeReport>[];

test.beforeAll(async () => {
  founder = await makeFounder(project);
  // More than two pages of 500, with a name that a spreadsheet would run.
  sent = Array.from({ length: 1203 }, (_, index) =>
    makeReport(60_000 + index * 100, {
      taskDescription: index === 7 ? '=HYPERLINK("http://127.0.0.1","x")\nsecond line' : `row ${index}, "quoted"`,
      agentId: index % 3 === 0 ? "third-agent" : "test-agent",
      inputs: { index, text: "ä€😀" },
      ...(index % 10 === 0 && { status: "failed", error: { type: "Timeout", message: "-1 is no answer" } }),
    }),
  );
  for (let at = 0; at < sent.length; at += 1000) {
    await report({ url: project.SUPABASE_URL, apiKey: founder.apiKey }, sent.slice(at, at + 1000));
  }
});

test.beforeEach(async ({ page }) => {
  await signIn(page, founder);
});

/** Presses Export and the format's name; resolves to the file's name and text. */
async function download(page: Page, format: RegExp) {
  await page.getByRole("button", { name: "Export" }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: format }).click()]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

/** Newest first, as the list is. */
const newestFirst = () => sent.toSorted((a, b) => (a.id < b.id ? 1 : -1));

test("JSON read back is the list, every row once and in its order", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions`);
  const { name, text } = await download(page, /JSON/);
  expect(name).toMatch(new RegExp(`^${founder.slug}-executions-\\d{8}T\\d{4}Z-\\d{8}T\\d{4}Z\\.json$`));
  const rows = JSON.parse(text);
  const expected = newestFirst();
  expect(rows.map((row: { id: string }) => row.id)).toEqual(expected.map(({ id }) => id));
  expect(rows[0]).toMatchObject({
    agent: expected[0]?.agentId,
    task_description: expected[0]?.taskDescription,
    inputs: expected[0]?.inputs,
  });
});

test("CSV holds what the filters ask for, in UTF-8, and runs no formula", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions?status=failed&agent=third-agent`);
  const { name, text } = await download(page, /CSV/);
  expect(name).toMatch(/\.csv$/);
  const { data, errors } = Papa.parse<Readonly<Record<string, string>>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  const expected = newestFirst().filter((row) => row.status === "failed" && row.agentId === "third-agent");
  expect(data.map((row) => row["id"])).toEqual(expected.map(({ id }) => id));
  expect(data[0]?.["error_message"]).toBe("'-1 is no answer");
  expect(JSON.parse(data[0]?.["inputs"] ?? "")).toEqual(expected[0]?.inputs);
  const guarded = await page.request.get(`/${founder.slug}/executions/export?agent=test-agent&format=csv`);
  const all = Papa.parse<Readonly<Record<string, string>>>(await guarded.text(), { header: true, skipEmptyLines: true }).data;
  expect(all.find((row) => row["id"] === sent[7]?.id)?.["task_description"]).toBe(`'${sent[7]?.taskDescription}`);
});

test("how many rows a file will have is said beforehand", async ({ page }) => {
  await page.goto(`/${founder.slug}/executions?agent=third-agent`);
  await page.getByRole("button", { name: "Export" }).click();
  await expect(page.getByText("About 401 rows: every execution of the list.")).toBeVisible({ timeout: 15_000 });
});

test("the agents of the table are a file too", async ({ page }) => {
  await page.goto(`/${founder.slug}/agents?q=third`);
  await expect(page.getByRole("link", { name: "third-agent" }).first()).toBeVisible();
  const { name, text } = await download(page, /CSV/);
  expect(name).toMatch(/-agents-/);
  const { data } = Papa.parse<Readonly<Record<string, string>>>(text, { header: true, skipEmptyLines: true });
  expect(data.map((row) => row["agent"])).toEqual(["third-agent"]);
});

test("the errors of the list are a file too", async ({ page }) => {
  await page.goto(`/${founder.slug}/errors?q=answer`);
  await expect(page.getByText("is no answer").first()).toBeVisible({ timeout: 15_000 });
  const { name, text } = await download(page, /JSON/);
  expect(name).toMatch(/-errors-/);
  const failed = sent.filter((row) => row.status === "failed");
  expect(JSON.parse(text)).toEqual([
    expect.objectContaining({
      state: "new",
      example_type: "Timeout",
      example_message: "-1 is no answer",
      executions: failed.length,
      agents: expect.arrayContaining(["test-agent", "third-agent"]),
    }),
  ]);
  const none = await page.request.get(`/${founder.slug}/errors/export?format=json&state=resolved`);
  expect(await none.json()).toEqual([]);
});

test("whoever is no member gets nothing, and an address that makes no sense is told so", async ({ page }) => {
  const path = `/${founder.slug}/executions/export`;
  expect((await page.request.get(path)).status()).toBe(400);
  expect((await page.request.get(`${path}?format=xlsx`)).status()).toBe(400);
  const wrong = await page.request.get(`${path}?format=csv&status=broken`);
  expect([wrong.status(), await wrong.text()]).toEqual([400, expect.stringContaining('"broken" is not a status')]);
  const stranger = await makeFounder(project);
  await page.context().clearCookies();
  const anonymous = await page.request.get(`${path}?format=csv`, { maxRedirects: 0 });
  expect(anonymous.status()).toBe(307);
  await signIn(page, stranger);
  const refused = await page.request.get(`${path}?format=csv`);
  expect(refused.status()).toBe(404);
  expect(await refused.text()).not.toContain("third-agent");
});
