import { expect, type Page, test } from "@playwright/test";
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
import { sharedStack } from "../../harness/shared-stack.ts";
import { shortenWaits } from "../../harness/short-waits.ts";
import { signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial", timeout: 300_000 });

const MERGE = { press: "Merge…", confirm: "Merge" };

test.beforeAll(() => shortenWaits(sharedStack()));

/** How many nodes of how many run the new image, as the page says. */
async function progress(page: Page): Promise<{ now: number; of: number }> {
  const bar = page.getByRole("progressbar", { name: "Nodes on the new image" }).first();
  const [now, of] = await Promise.all([
    bar.getAttribute("aria-valuenow"),
    bar.getAttribute("aria-valuemax"),
  ]);
  return { now: Number(now), of: Number(of) };
}

test("a published release is found, judged, and taken by dev's policy; staging is proposed", async ({
  page,
}) => {
  const stack = sharedStack();
  await signIn(page, stack, "approver");
  await openClusters(page);
  // The lab's clusters are behind when they are new.
  await expect(lane(page, "dev")).toContainText("Update available");
  await expect(lane(page, "prod")).toContainText("Held");
  await publish("routine");
  // Within seconds, by an event, functions and webhook: nobody asked the console to look.
  await expect(lane(page, "dev")).not.toContainText("Update available", SLOW);
  await expect(lane(page, "staging")).toContainText("Proposed", SLOW);
  await expect(lane(page, "dev")).toContainText("Up to date");
  await picture(page, "ami-clusters");
});

test("what merging does is shown before it is done: the score, the packages, one line of YAML", async ({
  page,
}) => {
  await signIn(page, sharedStack(), "approver");
  await openProposal(page, "staging");
  const change = page.getByRole("region", { name: "The change in Git" });
  await expect(change).toContainText("karpenter-configs/clusters/staging/nodeclass.yaml");
  await expect(change.getByRole("region", { name: "One changed line" }).locator("p")).toHaveCount(
    2,
  );
  await expect(page.getByRole("main")).toContainText("lab.reviewer-v1");
  await expectAccessible(page);
  await picture(page, "ami-proposal");
  await decide(page, MERGE);
  await expect(page.getByText(/^Merged /).first()).toBeVisible();
});

test("twelve nodes of prod turn over one at a time until the rollout is verified", async ({
  page,
}) => {
  const stack = sharedStack();
  await signIn(page, stack, "approver");
  await openProposal(page, "prod");
  await decide(page, MERGE);
  await expect(page.getByText(/^Merged /).first()).toBeVisible();
  await page.goto(`${stack.url}${routes.amiRollout("prod", "default")}`);
  const nodes = page.getByRole("table", { name: "Nodes" });
  const seen = new Set<number>();
  let pictured = false;
  await expect(async () => {
    const { now, of } = await progress(page);
    seen.add(now);
    expect(await nodes.getByText("Draining").count()).toBeLessThanOrEqual(1);
    if (now > 2 && now < 10 && !pictured) {
      pictured = true;
      await expectAccessible(page);
      await picture(page, "ami-rollout");
    }
    expect(now).toBe(12);
    expect(of).toBe(12);
  }).toPass({ timeout: 120_000, intervals: [100] });
  expect(seen.size).toBeGreaterThan(2);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("prod / default");
  await expect(page.getByRole("main")).toContainText("Verified", SLOW);
  await picture(page, "ami-rollout-verified");
  await page.goto(`${stack.url}${routes.amiHistory()}`);
  await expect(page.getByRole("table", { name: "Updates" })).toContainText("Verified");
  await expect(page.getByRole("table", { name: "Updates" })).toContainText(
    "approver@switchyard.local",
  );
});

test("an abandoned release is refused: an alert, and no pull request", async ({ page }) => {
  const stack = sharedStack();
  await signIn(page, stack, "approver");
  await openClusters(page);
  await publish("abandoned");
  await expect(lane(page, "dev")).toContainText("Refused by rules", SLOW);
  await lane(page, "dev").getByRole("link", { name: "Its analysis" }).click();
  await expect(page.getByRole("main")).toContainText("was abandoned by its publisher");
  await expect(page.getByRole("button", { name: "Merge…" })).toHaveCount(0);
  const outbox = await (await fetch(`${stack.labUrl}/_lab/outbox`)).text();
  expect(outbox).toContain("abandoned");
  await picture(page, "ami-refused");
});

test("notes that order the reviewer to approve do not lower the score below its floor", async ({
  page,
}) => {
  const stack = sharedStack();
  await signIn(page, stack, "approver");
  await openClusters(page);
  await openProposal(page, "dev", await publish("hostile"));
  await expect(page.getByRole("main")).toContainText("runc");
  await expect(
    page.getByRole("region", { name: "Computed from the notes and the rules" }),
  ).toContainText(/downgrade/);
  expect(await page.locator("main img, main iframe, main script").count()).toBe(0);
  await expectAccessible(page);
  await picture(page, "ami-hostile");
});
