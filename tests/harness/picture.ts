import type { Page } from "@playwright/test";

const SHAPES = [
  { colorScheme: "light", width: 1440, height: 900 },
  { colorScheme: "dark", width: 390, height: 844 },
] as const;

/** Keeps the page as it is now under `test-results/pictures`: on a desktop in light, on a phone in dark. */
export async function picture(page: Page, name: string): Promise<void> {
  const before = page.viewportSize();
  for (const { colorScheme, ...size } of SHAPES) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const path = `test-results/pictures/${name}-${colorScheme}-${size.width}.png`;
    await page.screenshot({ path });
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before) await page.setViewportSize(before);
}
