import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { OBSERVATIONS } from "../../../lib/prompt-cache/observations.ts";
import { OUTCOME_TEXT } from "../../../lib/prompt-cache/reason-text.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

const PROMPT = "Could you please tell me what a circuit breaker is?";

test.beforeEach(async ({ page }) => {
  await signIn(page, sharedStack(), "operator");
  await page.goto(`${sharedStack().url}${routes.promptPlayground()}`);
});

/** The layers as they are told: name and state, then what each did. */
const layers = (page: Page) => page.getByRole("list", { name: "Layers" }).getByRole("listitem");
const panel = (page: Page) => page.getByRole("region", { name: "Through the layers" });

test("a prompt goes through the layers; the second time the first one answers", async ({
  page,
}) => {
  await page.getByLabel("Prompt", { exact: true }).fill(PROMPT);
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  const status = panel(page).getByRole("status");
  await expect(status).toContainText("Miss");
  await expect(layers(page).filter({ hasText: "Model" })).toContainText("Answered");
  await expect(panel(page)).toContainText("Sent without: ");
  await expect(panel(page)).toContainText("circuit breaker");
  await picture(page, "prompt-playground-miss");

  // Ctrl with Enter sends too; what was asked is stored by then or soon after.
  await expect(async () => {
    await page.getByLabel("Prompt", { exact: true }).press("Control+Enter");
    await expect(status).toContainText("Exact hit", { timeout: 3_000 });
  }).toPass();
  await expect(layers(page).filter({ hasText: "Answered" })).toHaveCount(1);
  await expect(layers(page).first()).toContainText("Answered");
  await expectAccessible(page);

  await page.getByLabel("Go past the cache").check();
  await page.getByRole("button", { name: "Ask", exact: true }).click();
  await expect(status).toContainText("Past the cache");
  await panel(page).getByRole("link", { name: "Why it was answered so" }).click();
  await expect(page).toHaveURL(/\/prompt-cache\/requests\//);
  await expect(page.getByRole("main")).toContainText("The caller asked to go past the cache");
});

test("one click makes the six observations, each with the outcome it is there for", async ({
  page,
}) => {
  await page.getByRole("button", { name: "Run all six" }).click();
  const rows = page.getByRole("region", { name: "One question, six ways" }).getByRole("listitem");
  await expect(rows).toHaveCount(6);
  for (const [at, { expected }] of OBSERVATIONS.entries())
    await expect(rows.nth(at)).toContainText(OUTCOME_TEXT[expected]);
  await expectAccessible(page);
  await picture(page, "prompt-playground-six");
});
