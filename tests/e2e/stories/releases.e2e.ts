import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { runLab } from "../../harness/run-lab.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";
import { startTraffic } from "../../harness/traffic.ts";

/** A build and a deployment really run; each is given the time of a slow machine. */
const SLOW = { timeout: 90_000 };

test.describe.configure({ mode: "serial", timeout: 240_000 });

/** Opens the approval of `pipeline`, waits until it can be decided, and approves it. */
async function approve(page: Page, pipeline: string, name: string): Promise<void> {
  await page.goto(`${sharedStack().url}${routes.pipeline(pipeline)}`);
  const approval = page.getByRole("article").filter({ hasText: "Waiting for a decision" });
  await expect(approval).toContainText(name, SLOW);
  await picture(page, `approval-${name}`);
  await approval.getByRole("button", { name: "Approve…" }).click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Approved /).first()).toBeVisible();
}

/** From the pipeline's page to the deployment that its Production stage runs now. */
async function openDeployment(page: Page): Promise<string> {
  const production = page.getByRole("listitem").filter({ hasText: "CodeDeploy" }).last();
  await expect(production).toContainText("Running", SLOW);
  await page.getByRole("link", { name: "Open the deployment" }).click();
  await expect(page).toHaveURL(/\/releases\/deployments\/d-/);
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** The rows of a table that name an instance. */
const instanceRows = (page: Page, panel: string) =>
  page
    .getByRole("region", { name: panel })
    .getByRole("row")
    .filter({ hasText: /i-[0-9a-f]{17}/ });

test("v1.0 waits, is approved in the inbox, and reaches both instances", async ({ page }) => {
  const stack = sharedStack();
  await runLab(stack, "release", "v1.0");
  await signIn(page, stack, "approver");
  await page.goto(`${stack.url}${routes.inbox()}`);
  const card = page.getByRole("article").filter({ hasText: "Waiting for a decision" });
  await expect(card).toContainText("app v1.0", SLOW);
  await expect(card).toContainText("Nothing yet: this would be the first release.");
  await expect(card).toContainText(/\b(\d+) of \1 tests passed\./);
  await picture(page, "inbox-v1.0");
  await card.getByRole("button", { name: "Approve…" }).click();
  await page.getByLabel(/Comment/).fill("Looks good, first release.");
  await page.getByRole("dialog").getByRole("button", { name: "Approve", exact: true }).click();
  await expect(page.getByText(/^Approved .*app v1\.0/).first()).toBeVisible();
  const decided = page.getByRole("article");
  await expect(decided).toContainText("Approved by you");
  await expect(decided).not.toContainText("decided elsewhere");
  await expect(page.getByRole("list", { name: "Waits on a person" })).toContainText(
    "Approved by you",
  );
  await picture(page, "inbox-v1.0-approved");
  await decided.getByRole("link", { name: "Follow it in lab-app" }).click();
  await expect(page).toHaveURL(/\/releases\/pipelines\/lab-app$/);

  await openDeployment(page);
  await picture(page, "deployment-v1.0-running");
  await expect(page.getByRole("main").getByText("Succeeded").first()).toBeVisible(SLOW);
  const fleet = instanceRows(page, "The fleet right now");
  await expect(fleet).toHaveCount(2);
  for (const row of await fleet.all()) {
    await expect(row).toContainText("app v1.0", SLOW);
    await expect(row).toContainText("Healthy", SLOW);
  }
  await picture(page, "deployment-v1.0-succeeded");

  const application = await page.context().newPage();
  const href = await page.getByRole("link", { name: "Open the application" }).getAttribute("href");
  await application.goto(href ?? "");
  await expect(application.locator("#version")).toHaveText("v1.0");
  await expect(application.locator("#instance")).toHaveText(/^i-/);
  await picture(application, "application-v1.0");
});

test("v1.1 fails on the first instance and rolls itself back, and no visitor notices", async ({
  page,
}) => {
  const stack = sharedStack();
  const traffic = startTraffic(stack.loadBalancerUrl);
  await runLab(stack, "release", "v1.1");
  await signIn(page, stack, "approver");
  await approve(page, "lab-app", "app v1.1");
  const failed = await openDeployment(page);
  const main = page.getByRole("main");
  await expect(main).toContainText("ValidateService failed with exit code 1 on", SLOW);
  await expect(main).toContainText("connection refused");
  await expect(main).toContainText("Never reached");
  await expect(main).toContainText(/rolled back to “app v1\.0/, SLOW);
  const fleet = instanceRows(page, "The fleet right now");
  await expect(fleet).toHaveCount(2);
  for (const row of await fleet.all()) {
    await expect(row).toContainText("app v1.0", SLOW);
    await expect(row).toContainText("Healthy", SLOW);
  }
  await picture(page, "deployment-v1.1-failed");

  await main.getByRole("link", { name: /^d-/ }).filter({ hasNotText: failed }).first().click();
  await expect(page).not.toHaveURL(new RegExp(failed));
  await expect(main.getByRole("heading", { level: 1 })).toContainText("d-");
  await expect(main.getByRole("link", { name: failed }).first()).toBeVisible(SLOW);
  await picture(page, "deployment-v1.1-rollback");
  await main.getByRole("link", { name: failed }).first().click();
  await expect(page).toHaveURL(new RegExp(failed));

  const { requests, failures, versions } = await traffic.stop();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
  expect(versions).toEqual(["1.0.0"]);
});

test("v1.2 goes to new instances, traffic follows, the old ones stay until they are ended", async ({
  page,
}) => {
  const stack = sharedStack();
  const traffic = startTraffic(stack.loadBalancerUrl);
  await runLab(stack, "release", "v1.2");
  await signIn(page, stack, "approver");
  await approve(page, "lab-app-blue-green", "app v1.2");
  await openDeployment(page);
  const main = page.getByRole("main");
  await expect(main).toContainText("the old ones are kept for a quick way back", SLOW);
  const fresh = instanceRows(page, "Green: the new instances");
  await expect(fresh).toHaveCount(2);
  const old = instanceRows(page, "Blue: the old instances");
  await expect(old).toHaveCount(2);
  await picture(page, "deployment-v1.2-both-fleets");

  const application = await page.context().newPage();
  await application.goto(stack.loadBalancerUrl);
  await expect(application.locator("#version")).toHaveText("v1.2");
  await application.close();

  await page.getByRole("button", { name: "End the old instances now…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End the old instances now" }).click();
  await expect(main.getByText("Succeeded").first()).toBeVisible(SLOW);
  const fleet = instanceRows(page, "The fleet right now");
  await expect(fleet).toHaveCount(2);
  for (const row of await fleet.all()) await expect(row).toContainText("app v1.2", SLOW);
  await picture(page, "deployment-v1.2-succeeded");

  const { requests, failures, versions } = await traffic.stop();
  expect(failures).toEqual([]);
  expect(requests).toBeGreaterThan(100);
  expect(versions).toEqual(["1.0.0", "1.2.0"]);
});
