import { expect, type Page } from "@playwright/test";
import { expectAccessible } from "./expect-accessible.ts";

/**
 * Opens a route, waits until all of it is there, and holds it to what every route keeps: one heading,
 * no violation that axe finds, no scrolling sideways. Keeps a picture of it.
 */
export async function lookAt(page: Page, url: string, route: string, project: string) {
  await page.goto(`${url}${route}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expectAccessible(page);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  expect(sideways, `pixels to scroll sideways on ${route}`).toBeLessThanOrEqual(0);
  const name = route.replace(/\W+/g, "-").replace(/^-|-$/g, "").slice(0, 80);
  await page.screenshot({ path: `test-results/pictures/${name}-${project}.png` });
}

/** What a page asks of anybody but the console, and what its content policy blocked; both should stay empty. */
export function watchStrangers(
  page: Page,
  url: string,
): { strangers: string[]; blocked: string[] } {
  const seen: { strangers: string[]; blocked: string[] } = { strangers: [], blocked: [] };
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
      seen.strangers.push(request.url());
  });
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) seen.blocked.push(message.text());
  });
  return seen;
}
