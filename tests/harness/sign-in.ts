import { expect, type Page } from "@playwright/test";
import { emailOf } from "../../scripts/demo/accounts.ts";
import type { StackAddresses } from "./start-stack.ts";

export type RoleName = "viewer" | "operator" | "approver" | "admin";

/** Signs in the way a person does, and waits for the console behind it. */
export async function signIn(
  page: Page,
  stack: Pick<StackAddresses, "url" | "password">,
  role: RoleName,
) {
  await page.goto(`${stack.url}/sign-in`);
  await page.getByLabel("E-mail").fill(emailOf(role));
  await page.getByLabel("Password").fill(stack.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("navigation").first()).toBeVisible();
}
