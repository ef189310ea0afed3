import {
  CloudWatchClient,
  SetAlarmStateCommand,
  type StateValue,
} from "@aws-sdk/client-cloudwatch";
import { StopPipelineExecutionCommand } from "@aws-sdk/client-codepipeline";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { routes } from "../../../lib/platform/routes.ts";
import { askToDecide, openApproval, toasts, waitingCard } from "../../harness/approval-card.ts";
import {
  approvalNow,
  codepipelineOf,
  decideAtAws,
  outcomeAtAws,
  type WaitingApproval,
  waitingApproval,
} from "../../harness/approvals.ts";
import { holdAction } from "../../harness/hold-action.ts";
import { clearFaults, metFaults, setFaults } from "../../harness/lab-faults.ts";
import { runLab } from "../../harness/run-lab.ts";
import { sharedStack } from "../../harness/shared-stack.ts";
import { type RoleName, signIn } from "../../harness/sign-in.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

const PIPELINE = "lab-app";
const ALARM = "lab-app-failed-requests";
const SLOW = { timeout: 30_000 };
const stack = sharedStack();
const pages = {} as Record<RoleName, Page>;
/** What waits now, from test to test. */
let approval: WaitingApproval;

test.beforeAll(async ({ browser }) => {
  // What others left waiting would be decided first.
  const left = await approvalNow(stack, PIPELINE);
  if (left) await decideAtAws(stack, left, "Rejected");
  await runLab(stack, "release", "v1.0");
  for (const role of ["viewer", "approver", "admin"] as const)
    pages[role] = await signedIn(browser, role);
  approval = await waitingApproval(stack, PIPELINE, left);
});
test.afterEach(() => clearFaults(stack));
test.afterAll(() => Promise.all(Object.values(pages).map((page) => page.context().close())));

async function signedIn(browser: Browser, role: RoleName): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signIn(page, stack, role);
  return page;
}

/** Has the next execution wait; `approval` is then that one. */
async function nextApproval(): Promise<void> {
  await runLab(stack, "release", "v1.0");
  approval = await waitingApproval(stack, PIPELINE, approval);
}

/** A rule that does next to nothing, so that it counts what reaches the lab. */
const countDecisions = (delayMs = 0) =>
  setFaults(stack, {
    service: "codepipeline",
    operation: "PutApprovalResult",
    kind: "delay",
    delayMs,
  });
const decisionsAtAws = async () => (await metFaults(stack))[0];

/** The newest entries of the ledger on the audit page, as an admin reads them. */
async function ledger(query: Record<string, string>): Promise<string[]> {
  const page = pages.admin;
  await page.goto(`${stack.url}${routes.audit()}?${new URLSearchParams(query)}`);
  const rows = page.getByRole("link", { name: /^release\.decide/ });
  await expect(rows.first()).toBeVisible();
  return rows.evaluateAll((links) =>
    links.map((link) => link.getAttribute("aria-label") ?? link.textContent ?? ""),
  );
}

test("a viewer who calls the action by hand is refused, and the ledger says so", async () => {
  await countDecisions();
  const { approver, viewer } = pages;
  await openApproval(approver, stack, PIPELINE);
  const press = await askToDecide(approver, "Approve");
  const held = await holdAction(approver);
  await press.click();
  const asked = await held.pressed;
  await held.lose();
  await expect(approver.getByRole("dialog")).toContainText("The console did not answer");

  const card = await openApproval(viewer, stack, PIPELINE);
  await expect(card).toContainText(
    "Needs the role approver to decide an approval; you are viewer.",
  );
  await card.getByRole("button", { name: "Approve…" }).click({ force: true });
  await expect(viewer.getByRole("dialog")).toHaveCount(0);
  const { cookie: _theirs, ...headers } = await asked.allHeaders();
  const names = ["next-action", "content-type", "accept", "next-router-state-tree"];
  const answer = await viewer.request.post(asked.url(), {
    headers: {
      ...Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name))),
      origin: stack.url,
    },
    data: asked.postDataBuffer() ?? Buffer.alloc(0),
  });
  const text = await answer.text();
  expect(text).toContain('"code":"forbidden"');
  expect(text).toContain("This needs the role approver; you are signed in as viewer.");
  expect(await decisionsAtAws()).toBe(0);
  expect((await waitingApproval(stack, PIPELINE)).token).toBe(approval.token);

  const [newest] = await ledger({ person: "viewer@switchyard.local" });
  expect(newest).toBe("release.decide on lab-app/Approval/Approve by Vera Viewer: refused");
});

test("a double click decides once", async () => {
  await countDecisions(500);
  const page = pages.approver;
  const actions: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-action"]) actions.push(request.url());
  });
  await openApproval(page, stack, PIPELINE);
  await (await askToDecide(page, "Reject", "Not this one.")).dblclick();
  await expect(toasts(page)).toContainText(/Rejected .*app v1\.0.* in lab-app\./, SLOW);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(actions).toHaveLength(1);
  expect(await decisionsAtAws()).toBe(1);
  const { status, summary } = await outcomeAtAws(stack, approval);
  expect(status).toBe("Failed");
  expect(summary).toContain("Not this one.");
});

test("evidence that changes between look and press is stale, and says what changed", async () => {
  await nextApproval();
  await countDecisions();
  const page = pages.approver;
  await openApproval(page, stack, PIPELINE);
  const press = await askToDecide(page, "Approve");
  const held = await holdAction(page);
  await press.click();
  await held.pressed;
  await setAlarm("ALARM");
  await held.release();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("The evidence changed since you looked");
  await expect(dialog.getByRole("alert")).toContainText(
    new RegExp(`Alarm ${ALARM} went from \\w+ to ALARM`),
  );
  expect(await decisionsAtAws()).toBe(0);
  expect((await waitingApproval(stack, PIPELINE)).token).toBe(approval.token);
  await setAlarm("OK");
});

test("a token that is no longer good is one sentence, and the next press decides", async () => {
  const page = pages.approver;
  // A look that began with the alarm would have to be confirmed once it is off.
  await expect(async () => {
    const card = await openApproval(page, stack, PIPELINE);
    expect(await card.textContent()).not.toContain(`Alarm ${ALARM} is on`);
  }).toPass(SLOW);
  await setFaults(stack, {
    service: "codepipeline",
    operation: "PutApprovalResult",
    kind: "error",
    status: 400,
    code: "InvalidApprovalTokenException",
    count: 1,
  });
  await (await askToDecide(page, "Reject", "No longer wanted.")).click();
  await expect(toasts(page)).toContainText(/This approval was decided a moment ago\./, SLOW);
  expect((await outcomeAtAws(stack, approval)).status).toBe("InProgress");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await (await askToDecide(page, "Reject", "No longer wanted.")).click();
  await expect(toasts(page)).toContainText(/Rejected .*app v1\.0.* in lab-app\./, SLOW);
  expect((await outcomeAtAws(stack, approval)).status).toBe("Failed");
});

test("an approval decided on AWS's side between look and press is told, not decided again", async () => {
  await nextApproval();
  await countDecisions();
  const page = pages.approver;
  await openApproval(page, stack, PIPELINE);
  const press = await askToDecide(page, "Approve");
  const held = await holdAction(page);
  await press.click();
  await held.pressed;
  await decideAtAws(stack, approval, "Rejected");
  const before = await decisionsAtAws();
  await held.release();
  await expect(toasts(page)).toContainText(/This was already rejected/, SLOW);
  expect(await decisionsAtAws()).toBe(before);
  expect((await outcomeAtAws(stack, approval)).summary).toContain("decided with the AWS CLI");
  await expect(waitingCard(page)).toHaveCount(0, SLOW);
  await expect(page.getByRole("article")).toContainText("No longer waits");
});

test("an execution that another one replaced between look and press is not decided", async () => {
  await nextApproval();
  const looked = approval;
  await countDecisions();
  const page = pages.approver;
  await openApproval(page, stack, PIPELINE);
  const press = await askToDecide(page, "Approve");
  const held = await holdAction(page);
  await press.click();
  await held.pressed;
  await codepipelineOf(stack).send(
    new StopPipelineExecutionCommand({
      pipelineName: PIPELINE,
      pipelineExecutionId: looked.executionId,
      abandon: true,
    }),
  );
  await nextApproval();
  await held.release();
  await expect(toasts(page)).toContainText(
    /The execution was stopped; its approval no longer waits\.|Another execution waits here now/,
    SLOW,
  );
  expect(await decisionsAtAws()).toBe(0);
  expect((await waitingApproval(stack, PIPELINE)).token).toBe(approval.token);
});

test("two people press Approve at the same moment: one decides, the other reads one sentence", async () => {
  await countDecisions(300);
  const people = [pages.approver, pages.admin];
  const held = [];
  for (const page of people) {
    await openApproval(page, stack, PIPELINE);
    const press = await askToDecide(page, "Approve");
    held.push(await holdAction(page));
    await press.click();
  }
  // Both have pressed before either decision gets through: neither page can have told the other.
  await Promise.all(held.map(({ pressed }) => pressed));
  await Promise.all(held.map(({ release }) => release()));
  const told = await Promise.all(
    people.map(async (page) => {
      await expect(toasts(page)).toContainText(/\S/, SLOW);
      return (await toasts(page).textContent()) ?? "";
    }),
  );
  const won = told.filter((text) => /Approved .*app v1\.0.* in lab-app\./.test(text));
  const lost = told.filter((text) =>
    /is deciding this approval at this moment\.|This was already approved by/.test(text),
  );
  expect([won.length, lost.length], told.join(" | ")).toEqual([1, 1]);
  expect(await decisionsAtAws()).toBe(1);
  expect((await outcomeAtAws(stack, approval)).status).toBe("Succeeded");

  const [one = "", other = ""] = await ledger({ action: "release.decide" });
  expect([one, other].filter((label) => label.endsWith(": applied"))).toHaveLength(1);
  expect([one, other].filter((label) => label.endsWith(": refused"))).toHaveLength(1);
});

async function setAlarm(state: StateValue): Promise<void> {
  const cloudwatch = new CloudWatchClient({
    endpoint: stack.labUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  });
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName: ALARM, StateValue: state, StateReason: "a test" }),
  );
}
