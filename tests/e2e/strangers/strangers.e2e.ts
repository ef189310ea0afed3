import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { picture } from "../../harness/picture.ts";
import { pushCommit } from "../../harness/push-commit.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { signIn } from "../../harness/sign-in.ts";

const SLOW = { timeout: 90_000 };
const MARKUP = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;

test.describe.configure({ mode: "serial", timeout: 240_000 });

/** Fails when anything on the page runs what a stranger wrote. */
function watchForScripts(page: Page): { ran: string[] } {
  const ran: string[] = [];
  page.on("dialog", (dialog) => {
    ran.push(dialog.message());
    void dialog.dismiss();
  });
  return { ran };
}

async function openFailedBuild(page: Page, url: string): Promise<void> {
  await page.goto(`${url}${routes.pipeline("lab-app-blue-green")}`);
  const link = page.getByRole("listitem").filter({ hasText: "CodeBuild" });
  await expect(link.filter({ hasText: "Failed" }).last()).toBeVisible(SLOW);
  await page.getByRole("link", { name: "Open the build" }).click();
  await expect(page).toHaveURL(/\/releases\/builds\//);
}

test("a push without a buildspec fails with one clear sentence", async ({ page }) => {
  const stack = sharedStack();
  await pushCommit(stack, {
    branch: "blue-green",
    message: "Throw the buildspec away",
    change: (tree) => rmSync(join(tree, "buildspec.yml")),
  });
  await signIn(page, stack, "operator");
  await openFailedBuild(page, stack.url);
  await expect(page.getByRole("main")).toContainText(/YAML_FILE_ERROR|buildspec\.yml/);
  await picture(page, "build-without-buildspec");
});

test("a buildspec that is no YAML, and a log full of markup, are text", async ({ page }) => {
  const stack = sharedStack();
  const scripts = watchForScripts(page);
  await signIn(page, stack, "operator");
  await pushCommit(stack, {
    branch: "blue-green",
    message: "A build that prints what it should not",
    change: (tree) =>
      writeFileSync(
        join(tree, "buildspec.yml"),
        `version: 0.2\nphases:\n  build:\n    commands:\n      - echo '${MARKUP}'\n      - printf '\\033[31mred\\033[0m and a \\0 byte\\n'\n      - exit 3\n`,
      ),
  });
  await expect(async () => {
    await openFailedBuild(page, stack.url);
    await expect(page.getByRole("main")).toContainText("exit status 3");
  }).toPass({ timeout: 90_000 });
  await expect(page.getByRole("main")).toContainText(MARKUP, SLOW);
  await expect(page.locator("img[src=x]")).toHaveCount(0);
  expect(scripts.ran).toEqual([]);
});

test("a commit message full of markup is text, in the approval that it waits for", async ({
  page,
}) => {
  const stack = sharedStack();
  const scripts = watchForScripts(page);
  const message = `${MARKUP} \u202Egpj.exe ${"x".repeat(300)} 🚂`;
  await pushCommit(stack, { branch: "main", message });
  await signIn(page, stack, "approver");
  await page.goto(`${stack.url}${routes.inbox()}`);
  const card = page.getByRole("article").filter({ hasText: "Waiting for a decision" });
  await expect(card).toContainText(MARKUP, SLOW);
  await expect(page.locator("img[src=x]")).toHaveCount(0);
  await picture(page, "inbox-hostile");
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 844 });
    const scrolls = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    await expect.poll(scrolls).toBeLessThanOrEqual(0);
  }
  expect(scripts.ran).toEqual([]);
});

test("addresses that name nothing answer with a page that says so", async ({ page }) => {
  const stack = sharedStack();
  await signIn(page, stack, "viewer");
  const nothing = [
    routes.pipeline("no-such-pipeline"),
    routes.pipeline("../../etc/passwd"),
    routes.pipeline(MARKUP),
    routes.build("lab-app:00000000-0000-0000-0000-000000000000"),
    routes.deployment("d-NOSUCHONE"),
    routes.execution("lab-app", "00000000-0000-0000-0000-000000000000"),
    `/releases/pipelines/${"p".repeat(2_000)}`,
  ];
  for (const path of nothing) {
    await page.goto(`${stack.url}${path}`);
    await expect(page.getByRole("main")).toContainText(/There is no|not found|does not exist/i);
  }
});
