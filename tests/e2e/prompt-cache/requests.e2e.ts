import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { postPrompt } from "../../harness/prompt-key.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

test("new requests wait behind a pill until they are let in; a key diff shows both values", async ({
  page,
}) => {
  const stack = sharedStack();
  const prompt = "Which shelf holds the spare fuses?";
  expect((await postPrompt(stack, prompt)).status).toBe(200);
  await signIn(page, stack, "operator");
  await page.goto(`${stack.url}${routes.promptRequests()}?text=spare+fuses`);
  const rows = page.getByRole("table", { name: "Requests" }).getByRole("row");
  // The head is a row too.
  await expect(rows).toHaveCount(2);

  await postPrompt(stack, prompt, { system: "You are a store keeper." });
  const pill = page.getByRole("button", { name: "1 new" });
  await expect(pill).toBeVisible();
  await expect(rows).toHaveCount(2);
  await expectAccessible(page);
  await pill.click();
  await expect(rows).toHaveCount(3);
  await expect(pill).toBeHidden();

  await rows.nth(1).getByRole("link").click();
  const system = page.getByRole("row", { name: /^System prompt/ });
  await expect(system).toContainText("CHANGED");
  await expect(system).toContainText("You are a store keeper.");
  await expect(system).toContainText(/Stored\s*none/);
});
