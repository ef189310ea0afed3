import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { lookAt, watchStrangers } from "../../harness/look-at.ts";
import { releasedPaths } from "../../harness/released.ts";
import { expectLive } from "../../harness/screens.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

/** What is below `/prompt-cache` and `/ami-updates` is looked at where there is something to show. */
const ROUTES = [
  routes.inbox(),
  routes.pipelines(),
  routes.pipeline("lab-app"),
  routes.pipeline("lab-app-blue-green"),
  routes.pipeline("no-such-pipeline"),
  routes.fleet("lab-app", "in-place"),
  routes.audit(),
  routes.agents(),
  routes.agentSessions(),
  "/no-such-page",
];

test("a viewer is told why the ledger is closed to them, and what is open stays accessible", async ({
  page,
}) => {
  const { url } = sharedStack();
  await signIn(page, sharedStack(), "viewer");
  await page.goto(`${url}${routes.audit()}`);
  await expect(page.getByRole("main")).toContainText(/operator/i);
  await expectAccessible(page);
  await page.goto(`${url}${routes.inbox()}`);
  // A key that is pressed before React listens is lost.
  await expectLive(page);
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
});

test("every route is accessible, and asks nobody but the console", async ({ page }, {
  project,
}) => {
  // Dozens of pages, each read by axe: a busy machine takes minutes.
  test.setTimeout(360_000);
  const { url } = sharedStack();
  const seen = watchStrangers(page, url);
  await page.goto(`${url}/sign-in`);
  await expectAccessible(page);
  await signIn(page, sharedStack(), "approver");
  const released = await releasedPaths(sharedStack());
  expect(released.length).toBeGreaterThan(5);
  for (const route of [...ROUTES, ...released])
    await test.step(route, () => lookAt(page, url, route, project.name));
  expect(seen).toEqual({ strangers: [], blocked: [] });
});
