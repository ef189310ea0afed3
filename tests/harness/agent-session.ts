import { expect, type Locator, type Page } from "@playwright/test";
import { routes } from "../../lib/platform/routes.ts";
import { expectAccessible } from "./expect-accessible.ts";
import { sharedStack } from "./shared-stack.ts";
import { type RoleName, signIn } from "./sign-in.ts";

/** An agent's turns and a real deployment; each is given the time of a slow machine. */
export const SLOW = { timeout: 60_000 };

const at = (path: string): string => `${sharedStack().url}${path}`;

/** Signs in and opens a page of the console. */
export async function open(page: Page, role: RoleName, path: string): Promise<void> {
  await signIn(page, sharedStack(), role);
  await page.goto(at(path));
}

/** Starts a session from the list of sessions, the way people do, and gives its path. `agent`: its name, or how its label reads. */
export async function start(page: Page, agent: string, message: string): Promise<string> {
  await page.goto(at(routes.agentSessions()));
  const begin = page.getByRole("button", { name: "New session" }).first();
  await expect(begin).not.toHaveAttribute("aria-disabled", "true", SLOW);
  await begin.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Agent", { exact: true }).selectOption(agent);
  await dialog.getByLabel("Message", { exact: true }).fill(message);
  await dialog.getByRole("button", { name: "Start" }).click();
  await expect(page).toHaveURL(/\/agents\/sessions\/ses_[0-9a-f]{32}$/, SLOW);
  return new URL(page.url()).pathname;
}

export const conversation = (page: Page): Locator =>
  page.getByRole("region", { name: "Conversation" });

/** The line under each answer that ended by itself: why, and what it used. */
export const endings = (page: Page): Locator =>
  conversation(page).getByText("Finished its answer.");

/** So many answers ended by themselves. */
export const over = (page: Page, answers: number): Promise<void> =>
  expect(endings(page)).toHaveCount(answers, SLOW);

/** Says something in an open session, once its page is alive: before that what is typed is lost. */
export async function say(page: Page, message: string): Promise<void> {
  await expect(page.locator("[data-stream=live]")).toBeVisible();
  await page.getByRole("textbox", { name: "Message", exact: true }).fill(message);
  await page.keyboard.press("Enter");
}

/** axe on what is shown, in both themes. */
export async function expectAccessibleInBoth(page: Page): Promise<void> {
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page);
  }
}

/** Saves a version of an agent as its files, the way who knows them does. */
export async function saveAgent(
  page: Page,
  path: string,
  files: { harness: object; console: object; prompt: string },
): Promise<void> {
  await page.goto(at(path));
  await page.getByRole("button", { name: "Files", exact: true }).click();
  const texts = {
    "harness.json": JSON.stringify(files.harness, undefined, 2),
    "console.json": JSON.stringify(files.console, undefined, 2),
    "system-prompt.md": files.prompt,
  };
  const names = page.getByRole("navigation", { name: "Files" });
  for (const [name, text] of Object.entries(texts)) {
    await names.getByRole("button", { name }).click();
    await page.getByLabel(name, { exact: true }).fill(text);
  }
  await expect(page.getByText("The configuration is in order.")).toBeVisible();
  await page.getByRole("button", { name: "Review and save…" }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page).not.toHaveURL(/\/(new|edit)$/);
}
