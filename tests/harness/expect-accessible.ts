import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Runs axe over what the page shows now; every violation is printed with the elements that have it. */
export const expectAccessible = (page: Page): Promise<void> =>
  expectNone(page, new AxeBuilder({ page }).withTags(STANDARDS));

/** The rules that another theme can break; the others are about what a page is made of. */
export async function expectReadable(page: Page): Promise<void> {
  // Colours that are on their way are neither theme's.
  await page.waitForFunction(() =>
    document.getAnimations().every((each) => !(each instanceof CSSTransition)),
  );
  await expectNone(
    page,
    new AxeBuilder({ page }).withRules(["color-contrast", "link-in-text-block"]),
  );
}

async function expectNone(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`,
  );
  expect(told.join("\n"), `axe on ${page.url()}`).toBe("");
}
