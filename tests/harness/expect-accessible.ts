import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Runs axe over what the page shows now; every violation is printed with the elements that have it. */
export async function expectAccessible(page: Page): Promise<void> {
  // In the page itself, not put together in a second one: no page of ours has frames of strangers.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  axe.options({ runOnly: STANDARDS, resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join("\n  ")}`,
  );
  expect(told.join("\n"), `axe on ${page.url()}`).toBe("");
}
