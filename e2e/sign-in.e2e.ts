import { expect, test } from "@playwright/test";
import { makeFounder, makePerson, projectFromEnvironment, signIn } from "./people.ts";

const project = projectFromEnvironment();

test("a wrong password is refused in words and keeps what was typed", async ({ page }) => {
  const person = await makePerson(project);
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
});

test("whoever asks for a page signs in first and then gets that page", async ({ page }) => {
  const founder = await makeFounder(project);
  await page.goto(`/${founder.slug}/executions?status=failed`);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("Email").fill(founder.email);
  await page.getByLabel("Password").fill(founder.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/${founder.slug}/executions\\?status=failed`));
});

test("a new account founds its first workspace and is told how to report", async ({ page }) => {
  const person = await makePerson(project);
  await signIn(page, person);
  await page.getByLabel(/name/i).first().fill("North fleet");
  await page.getByRole("button", { name: /found/i }).click();
  await expect(page).toHaveURL(/\/north-fleet/);
  await expect(page.getByText("functions/v1/ingest").first()).toBeVisible();
});

test("a double click founds one workspace and leads into it", async ({ page }) => {
  await signIn(page, await makePerson(project));
  const name = `Fleet ${Date.now()}`;
  await page.getByLabel(/name/i).first().fill(name);
  await page.getByRole("button", { name: /found/i }).dblclick();
  await expect(page).toHaveURL(new RegExp(`/${name.toLowerCase().replace(" ", "-")}`));
});

test("what was refused at signing in is not held against a new account", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("Email").fill("nobody@windvane.test");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const refusal = page.getByRole("alert").filter({ hasText: /password/i });
  await expect(refusal).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await expect(page.getByRole("button", { name: "Create account" })).toBeVisible();
  await expect(refusal).toHaveCount(0);
});

test("signing out in one tab clears the others", async ({ page, context }) => {
  const founder = await makeFounder(project);
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/agents`);
  const other = await context.newPage();
  await other.goto(`/${founder.slug}/settings`);
  await expect(page.getByText("No agent has reported yet")).toBeVisible();
  await other.getByRole("button", { name: "You and your settings" }).click();
  await other.getByRole("menuitem", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
});

test("somebody else's workspace is not found, and nothing of it is shown", async ({ page }) => {
  const [owner, stranger] = [await makeFounder(project, "Secret fleet"), await makeFounder(project)];
  await signIn(page, stranger);
  await page.goto(`/${owner.slug}/executions`);
  await expect(page.getByText("Secret fleet")).toHaveCount(0);
  await expect(page.getByRole("grid")).toHaveCount(0);
});

test("after signing out, its pages ask to sign in again", async ({ page }) => {
  const founder = await makeFounder(project);
  await signIn(page, founder);
  await page.goto(`/${founder.slug}/agents`);
  await page
    .getByRole("button", { name: /account|you|user/i })
    .last()
    .click();
  await page.getByRole("menuitem", { name: /sign out/i }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`/${founder.slug}/agents`);
  await expect(page).toHaveURL(/\/sign-in/);
});
