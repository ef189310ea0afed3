import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { postPrompt } from "../../harness/prompt-key.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

/** A model that no other test asks: its figures are this file's. */
const MODEL = "apac.lab.text-v1";

/** The figure of a headline tile. */
const tile = (page: Page, label: string) =>
  page
    .getByRole("main")
    .locator("dl > div")
    .filter({ hasText: label })
    .locator("dd > span")
    .first();
const chart = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("the overview changes by itself, narrows by keyboard, and reads as a table", async ({
  page,
}) => {
  const stack = sharedStack();
  const ask = async (prompt: string) =>
    expect((await postPrompt(stack, prompt, { model: MODEL })).status).toBe(200);
  await ask("What is a canary deployment?");
  await signIn(page, stack, "operator");
  await page.goto(`${stack.url}${routes.promptCache()}?model=${MODEL}`);
  await expect(tile(page, "Requests")).toHaveText("1");
  const loaded = await page.evaluate(() => performance.timeOrigin);

  for (const prompt of [
    "What is a canary deployment?",
    "What is Kubernetes?",
    "What is Kubernetes?",
  ])
    await ask(prompt);
  await expect(tile(page, "Requests")).toHaveText("4");
  await expect(tile(page, "Hit rate")).not.toHaveText("0%");
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loaded);

  const requests = chart(page, "Requests");
  await requests.getByRole("button", { name: "View as table" }).click();
  const table = requests.getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText([
    "Time",
    "Exact hit",
    "Semantic hit",
    "Miss, compressed",
    "Miss",
    "Past the cache",
  ]);
  const figures = await table.getByRole("cell").allTextContents();
  expect(figures.map(Number).reduce((sum, count) => sum + count, 0)).toBe(4);
  await expectAccessible(page);
  await picture(page, "prompt-overview-table");
  await requests.getByRole("button", { name: "View as chart" }).click();

  const plot = requests.getByRole("slider");
  await plot.focus();
  await expect(plot).toHaveAttribute("aria-valuetext", /\d/);
  for (let step = 0; step < 10; step += 1) await plot.press("Shift+ArrowLeft");
  await picture(page, "prompt-overview-brush");
  await plot.press("Enter");
  await expect(page).toHaveURL(/from=.+&to=/);
  const { searchParams } = new URL(page.url());
  const minutes =
    (Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "")) /
    60_000;
  expect(minutes).toBe(11);
  expect(searchParams.get("model")).toBe(MODEL);
  await expect(tile(page, "Requests")).toHaveText("4");
  await page.getByRole("button", { name: "Show the last 1 hour" }).click();
  await expect(page).not.toHaveURL(/from=/);
  await page.goBack();
  await expect(page).toHaveURL(/from=/);
});
