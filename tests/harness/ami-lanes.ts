import { expect, type Locator, type Page } from "@playwright/test";
import { routes } from "../../lib/platform/routes.ts";
import { expectAccessible } from "./expect-accessible.ts";
import { runLab } from "./run-lab.ts";
import { expectLive } from "./screens.ts";
import { sharedStack } from "./shared-stack.ts";

/** Functions, clusters and the follower's passes of ten seconds really run, on a machine that does more. */
export const SLOW = { timeout: 120_000 };

/** An environment on the clusters' page. */
export const lane = (page: Page, environment: string): Locator =>
  page.getByRole("region", { name: `Environment ${environment}` });

export async function openClusters(page: Page): Promise<void> {
  await page.goto(`${sharedStack().url}${routes.amiUpdates()}`);
  await expectLive(page);
}

/** Publishes a release of the node images; gives its tag. */
export async function publish(kind: string): Promise<string> {
  const said = await runLab(sharedStack(), "ami", "publish", kind);
  const tag = /Published (v\d{8})/.exec(said)?.[1];
  if (!tag) throw new Error(`The lab published nothing: ${said}`);
  return tag;
}

/** Opens the proposal of an environment that waits for a person, once it is there: of this release, if one is named. */
export async function openProposal(
  page: Page,
  environment: string,
  release?: string,
): Promise<void> {
  await openClusters(page);
  const card = lane(page, environment);
  if (release) await expect(card).toContainText(release, SLOW);
  await expect(card).toContainText("Proposed", SLOW);
  await card.getByRole("link", { name: "Open the proposal" }).click();
  await expect(page).toHaveURL(/\/ami-updates\/proposals\//);
  await expect(page.getByRole("button", { name: "Merge…" }).first()).toBeVisible();
}

/** Presses a button that asks, answers its dialog and waits until it is done. */
export async function decide(
  page: Page,
  { press, confirm, reason }: { press: string; confirm: string; reason?: string },
): Promise<void> {
  await page.getByRole("button", { name: press }).first().click();
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  if (reason) await dialog.getByRole("textbox").fill(reason);
  await dialog.getByRole("button", { name: confirm, exact: true }).click();
  await expect(dialog).toBeHidden();
}
