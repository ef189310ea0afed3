import { expect, type Locator, type Page } from "@playwright/test";
import { routes } from "../../lib/platform/routes.ts";

/** A build really runs before anything waits; it is given the time of a slow machine. */
const SLOW = { timeout: 60_000 };

/** The one approval on a pipeline's page that waits. */
export const waitingCard = (page: Page): Locator =>
  page.getByRole("article").filter({ hasText: "Waiting for a decision" });

/** Opens the pipeline's page and waits for the approval that can be decided there. */
export async function openApproval(
  page: Page,
  { url }: { url: string },
  pipeline: string,
): Promise<Locator> {
  await page.goto(`${url}${routes.pipeline(pipeline)}`);
  const card = waitingCard(page);
  await expect(card).toBeVisible(SLOW);
  return card;
}

/** Asks to approve or reject, up to the last press; gives the button that remains to be pressed. */
export async function askToDecide(
  page: Page,
  decision: "Approve" | "Reject",
  comment = "",
): Promise<Locator> {
  const ask = waitingCard(page).getByRole("button", { name: `${decision}…` });
  await expect(ask).not.toHaveAttribute("aria-disabled", "true", SLOW);
  await ask.click();
  const dialog = page.getByRole("dialog");
  if (comment) await dialog.getByRole("textbox").fill(comment);
  return dialog.getByRole("button", { name: decision, exact: true });
}

/** The sentences that the console told this person as toasts. */
export const toasts = (page: Page): Locator => page.getByRole("region", { name: "Notifications" });
