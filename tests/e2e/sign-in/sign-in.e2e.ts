import { expect, test } from "@playwright/test";
import { sharedStack } from "../../harness/shared-stack.ts";
import { type RoleName, signIn } from "../../harness/sign-in.ts";

const ROLES: RoleName[] = ["viewer", "operator", "approver", "admin"];

for (const role of ROLES) {
  test(`the ${role} signs in and lands in the console`, async ({ page }) => {
    await signIn(page, sharedStack(), role);
    await expect(page).not.toHaveURL(/sign-in/);
  });
}

test("a wrong password is refused with one sentence that tells nothing more", async ({ page }) => {
  const { url } = sharedStack();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill("nobody@switchyard.local");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});
