import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { FaultRule } from "../../../lab/core/faults.ts";
import { routes } from "../../../lib/platform/routes.ts";
import { waitUntil } from "../../../scripts/processes/wait-until.ts";
import { askToDecide, toasts, waitingCard } from "../../harness/approval-card.ts";
import { outcomeAtAws, type WaitingApproval, waitingApproval } from "../../harness/approvals.ts";
import { clearFaults, metFaults, setFaults } from "../../harness/lab-faults.ts";
import { picture } from "../../harness/picture.ts";
import { releasedPaths } from "../../harness/released.ts";
import {
  expectLive,
  expectLiveOrStale,
  expectOff,
  expectStale,
  expectWhole,
  liveIndicator,
  openScreens,
  pictureAll,
  type ScreenName,
  type Screens,
} from "../../harness/screens.ts";
import { signIn } from "../../harness/sign-in.ts";
import { type Stack, startStack } from "../../harness/start-stack.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

const PIPELINE = "lab-app";
/** Longer than the slowest interval, the grace after it, and the pause between two tries. */
const SOON = { timeout: 45_000 };
/** Every call takes five seconds, a screen needs several in a row, and a look may have begun before the news. */
const SLOW = { timeout: 120_000 };
const OUT_OF_DATE = "What you see may be out of date; wait until it is live again.";

let stack: Stack;
let context: BrowserContext;
let screens: Screens;
/** What waits now, from test to test. */
let approval: WaitingApproval;
/** What the console was deciding when it died. */
let decided: WaitingApproval;
const crashes: string[] = [];

test.beforeAll(async ({ browser }) => {
  stack = await startStack();
  await stack.runLab("release", "v1.0");
  context = await browser.newContext();
  context.on("weberror", (error) => crashes.push(error.error().message));
  const page = await context.newPage();
  await signIn(page, stack, "approver");
  await page.close();
  decided = await waitingApproval(stack, PIPELINE);
});
test.afterAll(async () => {
  await context?.close();
  await stack?.stop();
});
test.afterEach(() => {
  expect(crashes).toEqual([]);
});

const executionRows = () =>
  screens.pipeline.getByRole("region", { name: "Executions" }).getByRole("row");
const everyScreen = () => Object.entries(screens) as [ScreenName, Page][];

/** The newest entry of the ledger as the audit page lists it. */
async function newestEntry(page: Page): Promise<string> {
  await page.goto(`${stack.url}${routes.audit()}`);
  const row = page.getByRole("link", { name: /^release\./ }).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute("aria-label")) ?? "";
}

test("the console dies in the middle of an approval: the ledger keeps it, the page comes back", async () => {
  const page = await context.newPage();
  await page.goto(`${stack.url}${routes.pipeline(PIPELINE)}`);
  await setFaults(stack, {
    service: "codepipeline",
    operation: "PutApprovalResult",
    kind: "delay",
    delayMs: 3_000,
  });
  await (await askToDecide(page, "Approve", "Looks good.")).click();
  await waitUntil("The decision on its way", async () => (await metFaults(stack))[0] === 1);
  await stack.console.kill();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(
    "The console did not answer; it is not known whether this took effect.",
  );
  await expect(liveIndicator(page)).toHaveAttribute("data-live", "reconnecting");
  await picture(page, "fault-console-killed");
  await setFaults(stack, { service: "sts", kind: "cut" });
  await stack.console.start();

  const audit = await context.newPage();
  expect(await newestEntry(audit)).toBe(
    "release.decide on lab-app/Approval/Approve by Ada Approver: running",
  );
  await picture(audit, "fault-console-killed-ledger");
  const account = audit.getByRole("banner").getByText("us-east-1");
  await expect(audit.getByText("AWS account unknown")).toBeVisible();
  await clearFaults(stack);
  await expect(account).toBeVisible(SOON);
  await audit.close();
  await expectLive(page, SOON);
  await expect(waitingCard(page)).toHaveCount(0, SOON);
  await page.close();
});

test("Redis goes and comes back: nobody notices", async () => {
  await stack.runLab("release", "v1.0");
  approval = await waitingApproval(stack, PIPELINE, decided);
  screens = await openScreens(context, stack, PIPELINE);
  const executions = executionRows();
  const before = await executions.count();
  await stack.redis.kill();
  await stack.runLab("release", "v1.0");
  await expect(executions).toHaveCount(before + 1, SOON);
  for (const [, page] of everyScreen()) await expectLive(page, SOON);
  await stack.redis.start();
  await stack.runLab("release", "v1.0");
  await expect(executions).toHaveCount(before + 2, SOON);
  for (const [, page] of everyScreen()) await expectLive(page, SOON);
});

test("Postgres goes: reading goes on, what cannot be recorded is not done, and it comes back", async () => {
  const { inbox } = screens;
  const audit = await context.newPage();
  expect(await newestEntry(audit)).toContain("release.decide");
  await stack.postgres.kill();
  await (await askToDecide(inbox, "Reject", "Not today.")).click();
  const dialog = inbox.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText(
    "The console's database does not answer. Nothing was changed",
  );
  await picture(inbox, "fault-postgres-inbox");
  expect((await waitingApproval(stack, PIPELINE)).token).toBe(approval.token);
  await audit.reload();
  const told = audit.getByRole("main").getByRole("alert");
  await expect(told).toContainText("database");
  await expectWhole(audit);
  await picture(audit, "fault-postgres-audit");
  for (const [, page] of everyScreen()) await expectLive(page, SOON);

  await stack.postgres.start();
  await expect(told).toHaveCount(0, SOON);
  await expect(audit.getByRole("link", { name: /^release\./ }).first()).toBeVisible();
  await audit.close();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expectLive(inbox);
});

test("what the dead console began is settled to what AWS says", async () => {
  const { status, summary } = await outcomeAtAws(stack, decided);
  const audit = await context.newPage();
  await expect(async () => {
    expect(await newestEntry(audit)).toMatch(/: (applied|refused)$/);
  }).toPass({ timeout: 90_000, intervals: [2_000] });
  const outcome = status === "Succeeded" && summary?.includes("approver@") ? "applied" : "refused";
  expect(await newestEntry(audit)).toContain(`Ada Approver: ${outcome}`);
  await audit.close();
});

const BESIDE: FaultRule["service"][] = [
  "cloudwatch",
  "elasticloadbalancing",
  "autoscaling",
  "s3",
  "logs",
  "sqs",
];
/** A build that nobody looked at before: its log is not known. */
let unseenBuild: Page;

test("services beside the main ones gone: each gap is named, the rest goes on", async () => {
  const { deployment, pipeline, inbox, pipelines } = screens;
  await setFaults(stack, ...BESIDE.map((service) => ({ service, kind: "cut" as const })));
  const build = (await releasedPaths(stack)).find((path) => path.includes("/builds/"));
  unseenBuild = await context.newPage();
  await unseenBuild.goto(`${stack.url}${build}`);
  const main = (page: Page) => page.getByRole("main");
  await expect(main(unseenBuild).getByRole("alert")).toContainText(
    "CloudWatch Logs cannot be reached",
  );
  await expect(unseenBuild.getByRole("region", { name: "Phases" })).toContainText("Succeeded");
  for (const sentence of [
    "The Auto Scaling group cannot be read now: Auto Scaling cannot be reached",
    "The instances' health cannot be read now: Elastic Load Balancing cannot be reached",
  ])
    await expect(main(deployment)).toContainText(sentence, SOON);
  for (const page of [pipeline, inbox]) {
    const card = waitingCard(page);
    await expect(card).toContainText(
      "The alarms cannot be read now: CloudWatch cannot be reached",
      SOON,
    );
    await expectOff(
      page,
      "Approve…",
      "The evidence changed since you looked; confirm that you have seen it.",
    );
  }
  await expect(main(pipeline)).not.toContainText("has no instances", SOON);
  for (const page of [deployment, pipeline, inbox, pipelines]) await expectLive(page);
  await pictureAll({ ...screens, build: unseenBuild }, "beside");
});

const OWNER: Record<ScreenName, string> = {
  pipelines: "CodePipeline",
  pipeline: "CodePipeline",
  deployment: "CodeDeploy",
  build: "CodeBuild",
  inbox: "CodePipeline",
};
const OUTAGES = [
  { kind: "cut", says: "cannot be reached." },
  { kind: "error", says: "reports an error of its own." },
] as const;

for (const { kind, says } of OUTAGES) {
  test(`all of AWS, ${kind}: what was read stays, is called old with the reason, and decides nothing`, async () => {
    const { pipeline, inbox } = screens;
    await setFaults(stack, { service: "*", kind });
    for (const [name, page] of everyScreen())
      await expectStale(page, `${OWNER[name]} ${says}`, SOON);
    for (const page of [pipeline, inbox]) {
      await expect(waitingCard(page)).toHaveCount(1);
      for (const button of ["Approve…", "Reject…"]) await expectOff(page, button, OUT_OF_DATE);
    }
    await expectOff(pipeline, "Release change…", OUT_OF_DATE);
    if (kind === "cut") await pictureAll(screens, kind);
  });
}

test("half of all calls throttled: everything is live again", async () => {
  await setFaults(stack, { service: "*", kind: "throttle", share: 0.5 });
  for (const [, page] of everyScreen()) await expectLive(page, SOON);
  expect((await metFaults(stack))[0]).toBeGreaterThan(5);
});

test("every call slow by five seconds: news still arrive, and what is late says so", async () => {
  const executions = executionRows();
  const before = await executions.count();
  await setFaults(stack, { service: "*", kind: "delay", delayMs: 5_000 });
  await stack.runLab("release", "v1.0");
  await expect(executions).toHaveCount(before + 1, SLOW);
  for (const [, page] of everyScreen()) await expectLiveOrStale(page, "takes longer than usual");
});

test("the faults end: every gap closes by itself", async () => {
  await clearFaults(stack);
  for (const [, page] of everyScreen()) {
    await expectLive(page, SOON);
    await expect(page.getByRole("main")).not.toContainText("cannot be read now", SOON);
  }
  await expect(unseenBuild.getByRole("main").getByRole("alert")).toHaveCount(0, SOON);
  await expect(unseenBuild.getByRole("region", { name: "Log" })).toContainText("Phase complete");
  await unseenBuild.close();
});

/** Evidence with gaps is other evidence: a person has to say that they have seen it change. */
async function acceptEvidence(page: Page): Promise<void> {
  const card = waitingCard(page);
  const seen = card.getByRole("button", { name: "I have seen it" });
  await expect(async () => {
    if (await seen.isVisible()) await seen.click({ timeout: 1_000 });
    await expect(seen).toHaveCount(0, { timeout: 1_000 });
    await expect(card.getByRole("button", { name: "Reject…" })).not.toHaveAttribute(
      "aria-disabled",
      "true",
      { timeout: 1_000 },
    );
  }).toPass(SOON);
}

test("the lab is killed and restarted under the open pages: stale, then live, and decisions work", async () => {
  const { pipeline } = screens;
  await stack.lab.kill();
  for (const [name, page] of everyScreen())
    await expectStale(page, `${OWNER[name]} cannot be reached.`, SOON);
  await stack.lab.start();
  for (const [, page] of everyScreen()) await expectLive(page, SOON);
  await acceptEvidence(pipeline);
  await (await askToDecide(pipeline, "Reject", "Enough for today.")).click();
  await expect(toasts(pipeline)).toContainText(/Rejected .*app v1\.0.* in lab-app\./, SOON);
  expect((await outcomeAtAws(stack, approval)).status).toBe("Failed");
});
