import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { toasts } from "../../harness/approval-card.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { lookAt, watchStrangers } from "../../harness/look-at.ts";
import { picture } from "../../harness/picture.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial" });

const AGENT = "ledger_reader";
const at = (path: string): string => `${sharedStack().url}${path}`;

async function review(page: Page) {
  await page.getByRole("button", { name: "Review and save…" }).first().click();
  return page.getByRole("dialog");
}

test("an agent is made by the form, checked while it is typed, and compared before it is saved", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "admin");
  await page.goto(at(routes.agents()));
  await page.getByRole("link", { name: "New agent" }).click();
  await page.getByLabel("Name", { exact: true }).fill("two words");
  await expect(page.getByRole("button", { name: /^harness\.json.*name/ })).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill(AGENT);
  await page.getByLabel("What it is for").fill("Says who did what.");
  await page
    .getByLabel("Instructions")
    .fill("You find entries of the ledger and name their people.");
  await page.getByText("Audit ledger", { exact: true }).click();
  await page.getByLabel("audit_find", { exact: true }).check();
  await page.getByLabel("Money, US dollars").fill("0.5");
  await expect(page.getByText("The configuration is in order.")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "agents-new");

  const dialog = await review(page);
  await expect(dialog).toContainText("harness.json");
  await expect(dialog).toContainText('"audit_find"');
  await expect(dialog).toContainText('"usd": 0.5');
  await expectAccessible(page);
  await dialog.getByLabel("Note (optional)").fill("The first one");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(at(routes.agent(AGENT)));
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("ledger-reader");
  await expect(page.getByRole("main")).toContainText("Version 1");
  await expect(page.getByRole("region", { name: "Reads" })).toContainText("audit_find");
});

test("form and files stay in step, and nothing is lost when somebody was faster", async ({
  page,
  context,
}) => {
  await signIn(page, sharedStack(), "admin");
  await page.goto(at(routes.agentEdit(AGENT)));
  await page.getByRole("button", { name: "Files", exact: true }).click();
  const text = page.getByLabel("harness.json", { exact: true });
  await text.fill((await text.inputValue()).replace("{", '{\n  "ourOwn": "kept",'));
  await page.getByRole("button", { name: "Form", exact: true }).click();
  await page.getByLabel("Temperature").fill("9");
  await expect(page.getByRole("button", { name: /model\.temperature/ })).toBeVisible();
  await page.getByLabel("Temperature").fill("0.5");
  await page.getByLabel("Turns").fill("7");

  const other = await context.newPage();
  await other.goto(at(routes.agentEdit(AGENT)));
  await other.getByLabel("What it is for").fill("Somebody else's words.");
  await (await review(other)).getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByRole("main")).toContainText("Version 2");
  await other.close();

  await expect(page.getByText("Version 2 was saved meanwhile")).toBeVisible();
  const dialog = await review(page);
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(dialog.getByRole("alert")).toContainText("newer version 2");
  await dialog.getByRole("button", { name: "Compare with the newest" }).click();
  await expect(dialog).toContainText("Against version 2");
  await expect(dialog).toContainText("Somebody else's words.");
  await picture(page, "agents-stale");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page).toHaveURL(at(routes.agent(AGENT)));
  await expect(page.getByRole("main")).toContainText("Version 3");

  await page.getByRole("button", { name: "Versions" }).click();
  await page.getByLabel("From version 1").check();
  const harness = page.getByRole("region", { name: "harness.json: changed" });
  await expect(harness).toContainText('"ourOwn": "kept"');
  await expect(harness).toContainText('"maxIterations": 7');
  await expect(page.getByText("The first one")).toBeVisible();
  await expectAccessible(page);
  await picture(page, "agents-versions");
});

test("the kill switch tells what it stops, keeps why, and is lifted again", async ({ page }) => {
  await signIn(page, sharedStack(), "admin");
  await page.goto(at(routes.agent(AGENT)));
  await page.getByRole("button", { name: "Switch off…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Nothing runs at the moment.");
  await dialog.getByLabel("Reason").fill("It is only a try.");
  await dialog.getByRole("button", { name: "Switch it off" }).click();
  await expect(toasts(page)).toContainText("switched off");
  const note = page.getByRole("status").filter({ hasText: "It is only a try." });
  await expect(note).toContainText("admin@switchyard.local");
  await page.goto(at(routes.agents()));
  const row = page.getByRole("article", { name: "ledger-reader" });
  await expect(row).toContainText("Switched off");
  await row.getByRole("button", { name: "Switch on" }).click();
  await expect(row).not.toContainText("Switched off");
  await page.goto(at(routes.agent(AGENT)));
  await expect(page.getByRole("button", { name: "Switch off…" })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test("models, variables and allowed tools are part of the form; a retired agent is offered no more, and comes back", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "admin");
  await page.goto(at(routes.agentEdit(AGENT)));
  await page.getByRole("button", { name: "Further model", exact: true }).click();
  await expect(page.getByRole("button", { name: /models\.0\.modelId/ })).toBeVisible();
  await page.getByLabel("Model 1", { exact: true }).fill("lab.other");
  await page.getByLabel("New variable").fill("LEDGER");
  await page.keyboard.press("Enter");
  await page.getByLabel("Value of LEDGER").fill("ours");
  await page.getByLabel("All that are set up here, also those that come later").uncheck();
  await page.getByLabel("file_operations", { exact: true }).uncheck();
  const saving = await review(page);
  for (const line of ['"allowedTools": [', '"modelId": "lab.other"', '"LEDGER": "ours"'])
    await expect(saving).toContainText(line);
  await expect(saving).not.toContainText('"file_operations"');
  await saving.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("main")).toContainText("Version 4");

  await page.getByRole("button", { name: "Retire…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("no longer offered");
  await dialog.getByLabel("Reason").fill("Nobody asks it any more.");
  await dialog.getByRole("button", { name: "Retire it" }).click();
  await expect(toasts(page)).toContainText("ledger-reader is retired.");
  const note = page.getByRole("status").filter({ hasText: "Nobody asks it any more." });
  await expect(note).toContainText("This agent was retired by admin@switchyard.local");
  await expect(page.getByRole("button", { name: "New session" })).toHaveCount(0);

  await page.goto(at(routes.agents()));
  await expect(page.getByRole("article", { name: "release-analyst" })).toBeVisible();
  await expect(page.getByRole("article", { name: "ledger-reader" })).toHaveCount(0);
  await page.getByText("Retired", { exact: true }).click();
  await page.getByRole("link", { name: "ledger-reader" }).click();
  await page.getByRole("button", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Bring back version 1" }).click();
  await expect(toasts(page)).toContainText("version 5 is in force, as version 1 was");
  await expect(note).toHaveCount(0);
  await expect(page.getByRole("button", { name: "New session" })).toBeVisible();
});

test("a viewer sees what agents may do, and is told why they may not change it", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "viewer");
  await page.goto(at(routes.agents()));
  await expect(page.getByRole("button", { name: "Switch all off…" })).toHaveAccessibleDescription(
    /Needs the role approver/,
  );
  await page.goto(at(routes.agentNew()));
  await expect(page.getByRole("main")).toContainText(/admin/i);
});

for (const [name, use] of [
  ["desktop-light", { colorScheme: "light" }],
  ["phone-dark", { viewport: { width: 390, height: 844 }, colorScheme: "dark" }],
] as const)
  test.describe(name, () => {
    test.use(use);
    test("every page of agents is accessible, and asks nobody but the console", async ({
      page,
    }) => {
      const stack = sharedStack();
      const seen = watchStrangers(page, stack.url);
      await signIn(page, stack, "admin");
      for (const route of [
        routes.agent("release_analyst"),
        `${routes.agent("release_analyst")}?view=memory`,
        routes.agent("no_such_agent"),
        routes.agentEdit("release_analyst"),
        routes.agentNew(),
      ])
        await test.step(route, () => lookAt(page, stack.url, route, `agents-${name}`));
      expect(seen).toEqual({ strangers: [], blocked: [] });
    });
  });
