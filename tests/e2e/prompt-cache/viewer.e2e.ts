import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { promptReadUrls } from "../../../lib/prompt-cache/read-urls.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { postPrompt } from "../../harness/prompt-key.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

const ASKED = "Which of our secrets may a viewer read?";

test("a viewer sees figures and nothing that was asked or answered", async ({ page }) => {
  const stack = sharedStack();
  expect((await postPrompt(stack, ASKED)).status).toBe(200);
  await signIn(page, stack, "viewer");
  await page.goto(`${stack.url}${routes.promptCache()}`);
  await expect(page.getByRole("region", { name: "Requests", exact: true })).toBeVisible();
  const tabs = page.getByRole("navigation", { name: "Prompt cache" }).getByRole("link");
  await expect(tabs).toHaveText(["Overview"]);
  const reasons = page.getByRole("region", { name: "Why not from the cache" });
  await expect(reasons.getByRole("listitem").first()).toBeVisible();
  await expect(reasons.getByRole("link")).toHaveCount(0);
  await expect(page.locator("body")).not.toContainText(ASKED);

  for (const [route, role] of [
    [routes.promptEntries(), "operator"],
    [routes.promptRequests(), "operator"],
    [routes.promptTuning(), "operator"],
    [routes.promptPlayground(), "operator"],
    [routes.promptKeys(), "admin"],
  ] as const) {
    await page.goto(`${stack.url}${route}`);
    const main = page.getByRole("main");
    await expect(main).toContainText("You may not see this page");
    await expect(main).toContainText(role);
    await expect(page.locator("body")).not.toContainText(ASKED);
    await expectAccessible(page);
  }
  for (const read of [
    promptReadUrls.entries({}),
    promptReadUrls.requests({}),
    promptReadUrls.tuning({ namespace: "support" }),
    promptReadUrls.keys(),
    promptReadUrls.exported("support"),
  ]) {
    const answer = await page.request.get(`${stack.url}${read}`);
    expect(answer.status(), read).toBe(403);
    expect(await answer.text()).not.toContain(ASKED);
  }
});
