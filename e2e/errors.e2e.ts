import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Founder, makeFounder, makePerson, type Person, projectFromEnvironment, signIn } from "./people.ts";
import { makeReport, report } from "./report.ts";

const project = projectFromEnvironment();
let founder: Founder;
const target = () => ({ url: project.SUPABASE_URL, apiKey: founder.apiKey });

/** Failures are learnt every three seconds, then announced; a busy machine takes its time. */
const LEARNT_WITHIN = { timeout: 20_000 };

const failure = (message: string, ageMs = 1000, type = "TimeoutError") =>
  makeReport(ageMs, { status: "failed", error: { type, message, details: { stack: `at line 7 of ${type}` } } });

test.beforeEach(async ({ page }) => {
  founder = await makeFounder(project);
  await signIn(page, founder);
});

const openErrors = async (page: Page, search = "") => {
  await page.goto(`/${founder.slug}/errors${search}`);
  await expect(page.getByRole("button", { name: /^Live/ })).toBeVisible();
};
const rowOf = (page: Page, words: string) => page.getByRole("row").filter({ hasText: words });

test("the page says that nothing failed yet, and shows the first failure by itself", async ({ page }) => {
  await openErrors(page);
  await expect(page.getByText("No errors yet")).toBeVisible();
  await report(target(), [failure("no answer to /orders/17 within 300 ms")]);
  await expect(rowOf(page, "no answer to")).toBeVisible(LEARNT_WITHIN);
  await expect(rowOf(page, "no answer to")).toContainText("New");
});

test("failures that say the same are one row, which counts up while it is looked at", async ({ page }) => {
  await report(target(), [
    failure("no answer to /orders/17 within 300 ms"),
    failure("no answer to /orders/4 within 20 ms"),
    failure("disk is full"),
  ]);
  await openErrors(page);
  const row = rowOf(page, "no answer to");
  await expect(row.getByRole("cell", { name: "2", exact: true })).toBeVisible(LEARNT_WITHIN);
  await expect(page.getByRole("row")).toHaveCount(3);
  await report(target(), [failure("no answer to /orders/99 within 7 ms")]);
  await expect(row.getByRole("cell", { name: "3", exact: true })).toBeVisible(LEARNT_WITHIN);
});

test("the keyboard opens a row beside the list, then its page; back leads back", async ({ page }) => {
  await report(target(), [failure("no answer to /orders/17 within 300 ms"), failure("no answer to /orders/18 within 300 ms")]);
  await openErrors(page);
  await expect(rowOf(page, "no answer to")).toBeVisible(LEARNT_WITHIN);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/group=/);
  const panel = page.getByRole("dialog", { name: "Error" });
  await expect(panel.getByRole("region", { name: "Example" })).toContainText("no answer to /orders/1");
  await expect(panel.getByRole("region", { name: "What varies" })).toContainText("/orders/18");
  await panel.getByRole("link", { name: "Open as a page" }).click();
  await expect(page).toHaveURL(/\/errors\/[^?]+/);
  await page
    .getByRole("region", { name: "Executions" })
    .getByRole("link", { name: /orders\/17/ })
    .click();
  await page.getByRole("link", { name: "All that failed like this" }).click();
  await expect(page.getByRole("region", { name: "History" })).toContainText("First seen");
});

test("words and states narrow the list and live in the address", async ({ page }) => {
  await report(target(), [failure("disk is full"), failure("letter has no sender", 1000, "MissingSender")]);
  await openErrors(page);
  await expect(rowOf(page, "disk is full")).toBeVisible(LEARNT_WITHIN);
  await page.getByRole("searchbox", { name: "Words in the error" }).fill("missingsender");
  await expect(rowOf(page, "disk is full")).toHaveCount(0);
  await expect(rowOf(page, "letter has no sender")).toBeVisible();
  await expect(page).toHaveURL(/q=missingsender/);
  await openErrors(page, "?state=resolved");
  await expect(page.getByText("Nothing matches")).toBeVisible();
  await page.getByRole("button", { name: "Show every state" }).click();
  await expect(rowOf(page, "disk is full")).toBeVisible();
});

test("a resolved error comes back when it fails again, with an alert that leads to it; undo takes a decision back", async ({ page }) => {
  await report(target(), [failure("disk is full")]);
  await openErrors(page);
  await rowOf(page, "disk is full").getByRole("link").click(LEARNT_WITHIN);
  await page.getByRole("link", { name: "Open as a page" }).click();
  await expect(page).toHaveURL(/\/errors\/[^?]+/);
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByText("Resolved. It comes back by itself").first()).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("button", { name: "Resolve" })).toBeVisible();
  await page.getByRole("button", { name: "Resolve" }).click();
  await expect(page.getByRole("button", { name: "Reopen" })).toBeVisible();
  await report(target(), [failure("disk is full", 0)]);
  await expect(page.getByText("Windvane saw it come back")).toBeVisible(LEARNT_WITHIN);
  await page.goto(`/${founder.slug}`);
  await page.getByRole("button", { name: /^Alerts: 1 waiting/ }).click();
  await page.getByRole("link", { name: "Open the error group" }).click();
  await expect(page.getByText("Back", { exact: true }).first()).toBeVisible();
});

test("an end of ignoring that makes no sense is said in the form, and a good one is shown", async ({ page }) => {
  await report(target(), [failure("disk is full")]);
  await openErrors(page);
  await rowOf(page, "disk is full").getByRole("link").click(LEARNT_WITHIN);
  await page.getByRole("button", { name: "Ignore until…" }).click();
  const dialog = page.getByRole("dialog", { name: "Ignore this error until…" });
  await dialog.getByRole("textbox", { name: "For how long" }).fill("soon");
  await dialog.getByRole("button", { name: "Ignore", exact: true }).click();
  await expect(dialog.getByText(/"soon"/)).toBeVisible();
  await dialog.getByRole("combobox", { name: "Until" }).click();
  await page.getByRole("option", { name: "so many more failed like this" }).click();
  await dialog.getByRole("textbox", { name: "How many more" }).fill("3");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("a new disk is on its way");
  await dialog.getByRole("button", { name: "Ignore", exact: true }).click();
  await expect(page.getByText("until 3 more fail like this").first()).toBeVisible();
  await expect(page.getByText("a new disk is on its way").first()).toBeVisible();
});

test("of two operators who decide at once one does, and the other is told", async ({ page, browser }) => {
  await report(target(), [failure("disk is full")]);
  await openErrors(page);
  await rowOf(page, "disk is full").getByRole("link").click(LEARNT_WITHIN);
  const address = page.url();
  const colleague = await join("operator");
  const other = await signedInElsewhere(browser, colleague);
  // Both look at the same revision: neither hears of the other's decision before deciding.
  await Promise.all([page.goto(address), other.goto(address)]);
  const buttons = [page, other].map((each) => each.getByRole("button", { name: "Resolve" }));
  for (const button of buttons) await expect(button).toBeVisible();
  await Promise.all(buttons.map((button) => button.click()));
  const told = [page, other].map((each) => each.getByText("Somebody else changed this error first"));
  const done = [page, other].map((each) => each.getByText("Resolved. It comes back by itself"));
  await expect.poll(async () => [await count(told), await count(done)]).toEqual([1, 1]);
  const { data } = await founder.client.from("audit_log").select("action").eq("action", "error_group.resolved");
  expect(data).toHaveLength(1);
  await other.context().close();
});

test("a viewer sees everything and no action", async ({ browser }) => {
  await report(target(), [failure("disk is full")]);
  const page = await signedInElsewhere(browser, await join("viewer"));
  await openErrors(page);
  await rowOf(page, "disk is full").getByRole("link").click(LEARNT_WITHIN);
  await expect(page.getByRole("region", { name: "Example" })).toContainText("disk is full");
  await expect(page.getByRole("button", { name: "Resolve" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Assign" })).toHaveCount(0);
  await page.context().close();
});

async function join(role: "operator" | "viewer"): Promise<Person> {
  const person = await makePerson(project);
  const row = { workspace_id: founder.workspaceId, user_id: person.userId, role, display_name: role };
  const { error } = await founder.client.from("workspace_members").insert(row);
  expect(error).toBeNull();
  return person;
}

async function signedInElsewhere(browser: Browser, person: Person): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

async function count(locators: readonly ReturnType<Page["getByText"]>[]): Promise<number> {
  const shown = await Promise.all(locators.map((locator) => locator.count()));
  return shown.filter((amount) => amount > 0).length;
}
