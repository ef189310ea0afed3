import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import {
  conversation,
  expectAccessibleInBoth,
  open,
  over,
  SLOW,
  say,
  start,
} from "../../harness/agent-session.ts";
import { toasts } from "../../harness/approval-card.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

let session = "";

test("release-analyst reads the rolled-back v1.1, cites the log and names the wrong port", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "operator");
  session = await start(
    page,
    "release_analyst",
    "Why was the deployment of v1.1 rolled back in lab-app?",
  );
  await over(page, 1);
  const said = conversation(page);
  await expect(said).toContainText(/wrong port: 8081/i);
  await expect(said).toContainText(
    /listens on .*:8081 \[ValidateService on i-[0-9a-f]+, line \d+\]/,
  );
  // Each call says what it does, and unfolds to all of it.
  const call = said.getByRole("button", { name: /Read deployment/ }).first();
  await call.click();
  await expect(said.getByRole("region", { name: "Result" }).first()).toContainText(
    "ValidateService",
  );
  await expectAccessibleInBoth(page);
  await picture(page, "agents-explained");
});

test("asked to retry it pauses, and who asked may read what would happen", async ({ page }) => {
  await open(page, "operator", session);
  await say(page, "Retry the failed stage of lab-app.");
  const card = page.getByRole("article", { name: "May the agent do this?" });
  await expect(card).toContainText(/stage .*lab-app/i, SLOW);
  const approve = card.getByRole("button", { name: "Approve…" });
  await expect(approve).toHaveAttribute("aria-disabled", "true");
  await expect(approve).toHaveAccessibleDescription(/Needs the role approver/);
  await expectAccessible(page);
  await picture(page, "agents-waiting");
});

test("another person approves it in the inbox on a phone, the stage retries, and the ledger names both", async ({
  browser,
  page,
}) => {
  await open(page, "operator", session);
  const phone = await browser.newContext({
    viewport: { width: 390, height: 844 },
    colorScheme: "dark",
    reducedMotion: "reduce",
  });
  const other = await phone.newPage();
  await open(other, "approver", routes.inbox());
  await other
    .locator("[data-list-row]")
    .filter({ hasText: /Production in pipeline lab-app/ })
    .first()
    .click();
  const card = other.getByRole("article", { name: "May release-analyst do this?" });
  await expect(card).toContainText("Why it asks");
  await expectAccessible(other);
  const approve = card.getByRole("button", { name: "Approve…" });
  await expect(approve).not.toHaveAttribute("aria-disabled", "true");
  expect((await approve.boundingBox())?.height).toBeGreaterThanOrEqual(48);
  await other.screenshot({ path: "test-results/pictures/agents-inbox-dark-390.png" });
  await approve.click();
  const dialog = other.getByRole("dialog");
  await dialog.getByLabel("Reason (optional)").fill("The lab is quiet; once is fine.");
  await dialog.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(toasts(other)).toContainText("goes on");
  await expect(card).toContainText("Approved by you");

  // Who asked sees it go on without having touched anything.
  await over(page, 2);
  await expect(conversation(page)).toContainText("The lab is quiet; once is fine.");
  await picture(page, "agents-retried");
  await phone.close();

  await page.getByRole("button", { name: "Trace", exact: true }).click();
  const spans = page.locator("[data-list-row]");
  // Asked first, which is no failure; then carried out.
  await expect(spans.filter({ hasText: "release_retry_stage" })).toHaveCount(2, SLOW);
  await expect(spans.filter({ hasText: "asked a person" })).toHaveCount(1);
  await spans.filter({ hasText: "release_retry_stage" }).last().click();
  await expectAccessibleInBoth(page);
  await picture(page, "agents-trace");
  await page.getByRole("button", { name: "Show in the conversation" }).click();
  await expect(conversation(page).getByText("Asked with").last()).toBeVisible();

  await page.goto(`${sharedStack().url}${routes.audit()}`);
  await page
    .getByRole("link", { name: /^release\.retry on .* approved by Ada Approver: applied$/ })
    .first()
    .click();
  await expect(page.getByRole("main")).toContainText("operator@switchyard.local");
  await expect(page.getByRole("main")).toContainText("approver@switchyard.local");
});

test("trends-analyst reads the news, computes, and its chart comes back as a picture", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "operator");
  await start(page, "trends_analyst", "What's trending in IT today? Draw a bar chart.");
  const chart = conversation(page).getByRole("img", { name: /\.png/ }).last();
  await expect(chart).toBeVisible(SLOW);
  await expect
    .poll(() => chart.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(100);
  await over(page, 1);
  await expectAccessible(page);
  await picture(page, "agents-chart");
  await page.getByRole("button", { name: "Files", exact: true }).click();
  await expect(page.getByRole("link", { name: /^Download .*\.png/ })).toHaveCount(1);
});
