import { type BrowserContext, expect, type Locator, type Page } from "@playwright/test";
import { routes } from "../../lib/platform/routes.ts";
import { picture } from "./picture.ts";
import { releasedPaths } from "./released.ts";

/** The screens that releases are watched on, each in a tab of one browser; they share one stream. */
export interface Screens {
  pipelines: Page;
  pipeline: Page;
  deployment: Page;
  build: Page;
  inbox: Page;
}

export type ScreenName = keyof Screens;

/** Opens all screens on what was released last through `pipeline`, and waits until each is live. */
export async function openScreens(
  context: BrowserContext,
  stack: { url: string; labUrl: string },
  pipeline: string,
): Promise<Screens> {
  const released = await releasedPaths(stack);
  const path = (part: string) => released.find((one) => one.includes(part)) ?? routes.home();
  const open = async (where: string) => {
    const page = await context.newPage();
    await page.goto(`${stack.url}${where}`);
    return page;
  };
  const screens: Screens = {
    pipelines: await open(routes.pipelines()),
    pipeline: await open(routes.pipeline(pipeline)),
    deployment: await open(path("/deployments/")),
    build: await open(path("/builds/")),
    inbox: await open(routes.inbox()),
  };
  for (const page of Object.values(screens)) await expectLive(page);
  return screens;
}

/** What the top bar says of the page's data: `live`, `stale`, `reconnecting`… */
export const liveIndicator = (page: Page): Locator => page.locator("[data-live]");

/** The line that calls the data old, and says since when and why. */
export const staleBanner = (page: Page): Locator =>
  page
    .getByRole("main")
    .getByRole("status")
    .filter({ hasText: /^Updated / });

/** What is shown is true now: nothing says otherwise. */
export async function expectLive(page: Page, options?: { timeout: number }): Promise<void> {
  await expect(liveIndicator(page)).toHaveAttribute("data-live", "live", options);
  await expect(staleBanner(page)).toHaveCount(0, options);
  await expectWhole(page);
}

/** What is shown is old: it stays, and says so and why in one sentence. */
export async function expectStale(
  page: Page,
  why: string | RegExp,
  options?: { timeout: number },
): Promise<void> {
  await expect(staleBanner(page).first()).toContainText(why, options);
  await expect(liveIndicator(page)).not.toHaveAttribute("data-live", "live", options);
  await expectWhole(page);
}

/** What is shown is true now, or says why it is not: the two at no moment disagree for long. */
export async function expectLiveOrStale(page: Page, why: string): Promise<void> {
  await expect(async () => {
    const isLive = (await liveIndicator(page).getAttribute("data-live")) === "live";
    const told = await staleBanner(page).allTextContents();
    expect(isLive ? told : told.filter((text) => !text.includes(why))).toEqual([]);
  }).toPass({ timeout: 5_000 });
  await expectWhole(page);
}

/** The page itself stands, whatever its data does. */
export async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByRole("navigation").first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.getByText("This page could not be shown")).toHaveCount(0);
}

/** The button is off and says why. */
export async function expectOff(page: Page, button: string, why: string): Promise<void> {
  const off = page.getByRole("main").getByRole("button", { name: button });
  await expect(off).toHaveAttribute("aria-disabled", "true");
  await expect(off).toHaveAccessibleDescription(why);
}

/** Keeps every screen as it is now, under `fault-<what>-<screen>`. */
export async function pictureAll(screens: Screens, what: string): Promise<void> {
  for (const [name, page] of Object.entries(screens)) await picture(page, `fault-${what}-${name}`);
}
