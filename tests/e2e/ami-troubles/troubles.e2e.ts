import { expect, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import {
  decide,
  lane,
  openClusters,
  openProposal,
  publish,
  SLOW,
} from "../../harness/ami-lanes.ts";
import { expectAccessible } from "../../harness/expect-accessible.ts";
import { picture } from "../../harness/picture.ts";
import { runLab } from "../../harness/run-lab.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { shortenWaits } from "../../harness/short-waits.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial", timeout: 300_000 });

test.beforeAll(() => shortenWaits(sharedStack()));

test("a closed proposal is skipped until somebody says why not, and they may not merge it", async ({
  page,
}) => {
  const stack = sharedStack();
  await signIn(page, stack, "approver");
  await openClusters(page);
  const release = await publish("containerd-major");
  await openProposal(page, "dev", release);
  await expect(page.getByRole("main")).toContainText(/containerd .* is another major version/);
  await decide(page, { press: "Close…", confirm: "Close it", reason: "Not before the holidays." });
  await expect(page.getByText(/^Closed /).first()).toBeVisible();
  await openClusters(page);
  await expect(lane(page, "dev")).toContainText("Skipped", SLOW);
  await decide(page, {
    press: "Lift the skip…",
    confirm: "Lift the skip",
    reason: "The holidays are over.",
  });
  await page.getByRole("button", { name: "Check now" }).click();
  await openProposal(page, "dev");
  const mergeButton = page.getByRole("button", { name: "Merge…" }).first();
  await expect(mergeButton).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByRole("main")).toContainText("somebody else has to merge it");
  await picture(page, "ami-own-lift");
});

test("a rollout that a PodDisruptionBudget blocks is stuck, says by which, and the way back is one press", async ({
  page,
}) => {
  const stack = sharedStack();
  await runLab(stack, "ami", "node", "block", "dev");
  await signIn(page, stack, "admin");
  await openProposal(page, "dev");
  await decide(page, { press: "Merge…", confirm: "Merge", reason: "Tried in the sandbox." });
  await page.goto(`${stack.url}${routes.amiRollout("dev", "default")}`);
  await expect(page.getByRole("main")).toContainText(/PodDisruptionBudget/, SLOW);
  await expect(page.getByRole("alert").first()).toContainText(/stuck|no disruption/i, {
    timeout: 150_000,
  });
  await expectAccessible(page);
  await picture(page, "ami-rollout-stuck");
  await decide(page, {
    press: "Propose the revert…",
    confirm: "Propose the revert",
    reason: "The budget cannot be opened today.",
  });
  await expect(page.getByRole("main")).toContainText("Taken back by", SLOW);
  await runLab(stack, "ami", "node", "clear", "dev");
  await expect(page.getByRole("main")).toContainText("Verified", SLOW);
});
