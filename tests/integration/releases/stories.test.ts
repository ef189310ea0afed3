import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/platform/permissions";
import type { Result } from "@/lib/platform/result";
import type { ApprovalView, FleetView, PipelineView } from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import { setClock } from "@/server/platform/clock";
import { ctxOfSession } from "@/server/platform/ctx";
import { reconcileOnce } from "@/server/platform/reconcile";
import { readBuild } from "@/server/releases/read-build";
import { readBuildLog, readLogPage } from "@/server/releases/read-build-log";
import { readDeployment } from "@/server/releases/read-deployment";
import { readEndedExecutions } from "@/server/releases/read-ended-executions";
import { readExecutionView } from "@/server/releases/read-execution";
import { readFleet } from "@/server/releases/read-fleet";
import { readPipeline } from "@/server/releases/read-pipeline";
import { readPipelines } from "@/server/releases/read-pipelines";
import { readWaitingApprovals } from "@/server/releases/read-waiting-approvals";
import "@/server/releases/reconcilers";
import {
  actionsAs,
  aDecision,
  type ReleaseWorld,
  settled,
  startReleaseWorld,
  waitsForApproval,
} from "../../fixtures/release-world.ts";
import { runLabCommand } from "../../fixtures/run-lab-command.ts";
import type { LabUnderTest } from "../../fixtures/start-lab.ts";
import type { TestPostgres } from "../../fixtures/start-postgres.ts";
import { waitFor } from "../../fixtures/wait-for.ts";
import { expectExplained, expectRolledBack } from "./told-to-agents.ts";

let world: ReleaseWorld;
let lab: LabUnderTest;
let postgres: TestPostgres;
let sessions: ReleaseWorld["sessions"];

beforeAll(async () => {
  world = await startReleaseWorld();
  ({ lab, postgres, sessions } = world);
}, 180_000);
afterAll(async () => world?.close());

const as = (role: Role) => actionsAs(world, role);
const problemOf = (result: Result<unknown>) =>
  result.ok ? { code: "none", message: "it worked" } : result.problem;

const pipeline = (name = "lab-app") => readPipeline(nobody, name);
const fleet = () => readFleet(nobody, { application: "lab-app", deploymentGroup: "in-place" });
const stage = (view: PipelineView, name: string) =>
  view.stages.find((candidate) => candidate.name === name);
const runs = (view: FleetView): (string | undefined)[] =>
  view.instances
    .filter((instance) => instance.lifecycle === "InService")
    .map((instance) => instance.revision?.commit?.subject.match(/v\d\.\d/)?.[0]);
const ledger = () =>
  postgres.query<{
    action: string;
    outcome: string;
    person_role: string;
    upstream: { operation: string; requestId?: string }[];
    settled_by: string;
  }>(
    `select i.action, s.outcome, i.person_role, s.upstream, s.settled_by from audit_ledger i
      join audit_ledger s on s.entry_id = i.entry_id and s.kind = 'settle'
     where i.kind = 'intent' order by s.seq`,
  );

describe("v1.0, the first release", () => {
  let approval: ApprovalView;

  it("waits for an approval with its evidence", async () => {
    await runLabCommand(lab.port, "release", "v1.0");
    approval = await waitsForApproval("lab-app");
    const { evidence } = approval;
    expect(evidence.runningNow).toBeUndefined();
    expect(evidence.wouldRun.revisions[0]?.commit?.subject).toContain("v1.0");
    expect(evidence.commitsBetween.map((commit) => commit.subject)).toEqual([
      expect.stringContaining("v1.0"),
    ]);
    expect(evidence.build?.status).toBe("SUCCEEDED");
    expect(evidence.build?.tests?.failed).toBe(0);
    expect(evidence.build?.tests?.total).toBeGreaterThan(0);
    expect(evidence.alarms.map((alarm) => alarm.name)).toEqual(["lab-app-failed-requests"]);
    expect(approval.evidenceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(approval.expiresAt ?? "")).toBeGreaterThan(Date.now());
  });

  it("gives the same hash at every look", async () => {
    expect((await waitsForApproval("lab-app")).evidenceHash).toBe(approval.evidenceHash);
  });

  it("shows it in the list and among what waits", async () => {
    const { pipelines } = await readPipelines(nobody);
    const row = pipelines.find((candidate) => candidate.name === "lab-app");
    expect(row?.waiting).toBe(true);
    const { approvals } = await readWaitingApprovals(nobody);
    expect(approvals.map((one) => [one.pipeline, one.evidenceHash])).toEqual([
      ["lab-app", approval.evidenceHash],
    ]);
  });

  it("shows the build with phases, tests and its log by line", async () => {
    const id = approval.evidence.build?.buildId ?? "";
    const build = await readBuild(nobody, id);
    expect(build.phases.map((phase) => phase.type)).toContain("PRE_BUILD");
    expect(build.pipeline).toEqual({ name: "lab-app", executionId: approval.executionId });
    const state = await waitFor("the whole log", async () => {
      const read = await readBuildLog(nobody, id);
      return read.complete && read;
    });
    const page = await readLogPage(nobody, id, 3);
    expect(page.lines[0]?.number).toBe(3);
    expect(page.lines.at(-1)?.number).toBe(state.lines);
    expect(page.complete).toBe(true);
  });

  it("refuses a viewer and an operator, and writes it down", async () => {
    for (const role of ["viewer", "operator"] as const) {
      const result = await as(role).decide(aDecision(approval));
      expect(problemOf(result).code).toBe("forbidden");
    }
    const refused = (await ledger()).filter((row) => row.outcome === "refused");
    expect(refused.map((row) => row.person_role)).toEqual(["viewer", "operator"]);
    expect((await pipeline()).approvals).toHaveLength(1);
  });

  it("refuses a rejection without a reason, and evidence that nobody showed", async () => {
    const silent = await as("approver").decide(
      aDecision(approval, { decision: "Rejected", comment: " " }),
    );
    expect(problemOf(silent)).toMatchObject({ code: "invalid", message: "Say why you reject it." });
    const blind = await as("approver").decide(
      aDecision(approval, { evidenceHash: "0".repeat(64) }),
    );
    expect(problemOf(blind)).toMatchObject({
      code: "stale",
      message: "The evidence changed since you looked; look at it again.",
    });
  });

  it("lets one of two people through who press at the same moment", async () => {
    const results = await Promise.all([
      as("approver").decide(aDecision(approval)),
      as("admin").decide(aDecision(approval, { decision: "Rejected", comment: "no" })),
      as("approver").decide(aDecision(approval)),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results.filter((one) => !one.ok)) {
      expect(problemOf(result).code).toBe("conflict");
      expect(problemOf(result).message).toMatch(
        /(is deciding this approval|already (approved|rejected))/,
      );
    }
    const rows = (await ledger()).filter((row) => row.action === "release.decide");
    const applied = rows.filter((row) => row.outcome === "applied");
    expect(applied).toHaveLength(1);
    expect(
      applied[0]?.upstream.some((call) => call.operation === "PutApprovalResult" && call.requestId),
    ).toBe(true);
    const late = await as("approver").decide(aDecision(approval));
    expect(problemOf(late).message).toMatch(/^This was already (approved|rejected) by /);
  });

  it("reaches both instances", async () => {
    // The one who won may have been the one who rejected; then it is released once more.
    const decided = await readExecutionView(nobody, "lab-app", approval.executionId);
    if (stageOf(decided, "Approval") === "Failed") {
      const retried = await as("operator").retry({
        pipeline: "lab-app",
        stage: "Approval",
        executionId: approval.executionId,
      });
      expect(retried).toMatchObject({ ok: true });
      const again = await waitsForApproval("lab-app");
      expect(await as("approver").decide(aDecision(again))).toMatchObject({ ok: true });
    }
    const view = await settled("lab-app", approval.executionId);
    expect(stage(view, "Production")?.status).toBe("Succeeded");
    const now = await waitFor("healthy instances", async () => {
      const read = await fleet();
      return read.instances.every((instance) => instance.health === "healthy") && read;
    });
    expect(runs(now)).toEqual(["v1.0", "v1.0"]);
    expect(now.loadBalancer?.url).toBe(`${lab.lbUrl}/`);
    expect((await fetch(now.loadBalancer?.url ?? "")).status).toBe(200);
  });
});

const stageOf = (
  view: { stages: { name: string; status?: string }[] },
  name: string,
): string | undefined => view.stages.find((one) => one.name === name)?.status;

describe("v1.1, broken on purpose", () => {
  let broken = { failedId: "", rollbackId: "" };

  it("fails on the first instance, skips the second and rolls itself back", async () => {
    await runLabCommand(lab.port, "release", "v1.1");
    const approval = await waitsForApproval("lab-app");
    expect(approval.evidence.runningNow?.revision?.commit?.subject).toContain("v1.0");
    expect(approval.evidence.commitsBetween.map((commit) => commit.subject)).toEqual([
      expect.stringContaining("v1.1"),
    ]);
    expect(approval.evidence.commitsIncomplete).toBe(false);
    expect(await as("approver").decide(aDecision(approval))).toMatchObject({ ok: true });

    const view = await settled("lab-app", approval.executionId);
    const production = stage(view, "Production");
    expect(production?.status).toBe("Failed");
    expect(production?.retry).toEqual({ allowed: true });
    const failedId = production?.actions[0]?.externalId ?? "";
    const failed = await waitFor("the rollback", async () => {
      const read = await readDeployment(nobody, failedId);
      return read.rollback?.by ? read : undefined;
    });
    // Until the rollback has reached it, the failed instance runs neither the one nor the other.
    const between = (await fleet()).instances.filter((instance) => instance.changing);
    expect(between).toHaveLength(1);
    expect(between[0]?.changing?.revision?.commit?.subject).toMatch(/v1\.[01]/);
    expect(failed.targets.map((target) => target.status).sort()).toEqual(["Failed", "Skipped"]);
    const validate = failed.targets
      .flatMap((target) => target.events)
      .find((event) => event.name === "ValidateService" && event.status === "Failed");
    expect(validate?.diagnostics?.errorCode).toBe("ScriptFailed");
    expect(validate?.diagnostics?.logTail).toBeTruthy();
    expect(failed.revision?.commit?.subject).toContain("v1.1");
    expect(failed.pipeline).toEqual({ name: "lab-app", executionId: approval.executionId });

    const rollback = await waitFor(
      "the rollback to succeed",
      async () => {
        const read = await readDeployment(nobody, failed.rollback?.by ?? "");
        return read.status === "Succeeded" && read;
      },
      90_000,
    );
    expect(rollback.rollback?.of).toBe(failedId);
    expect(rollback.creator).toBe("codeDeployRollback");
    expect(rollback.revision?.commit?.subject).toContain("v1.0");
    expect(runs(await fleet())).toEqual(["v1.0", "v1.0"]);
    broken = { failedId, rollbackId: rollback.id };
  }, 180_000);

  it.each(["failedId", "rollbackId"] as const)(
    "is explained to an agent from either end, by lines of the log: %s",
    (end) => expectExplained(broken, broken[end], sessions.viewer),
  );

  it("can be taken back by an agent's roll-back, with what would run told first", async () => {
    await expectRolledBack(broken, sessions.approver);
  }, 90_000);

  it("is the last failure in the evidence of the next release", async () => {
    const started = await as("operator").start({ pipeline: "lab-app" });
    expect(started).toMatchObject({ ok: true });
    const approval = await waitsForApproval("lab-app");
    expect(approval.evidence.lastFailure?.what).toContain("Production");
    expect(approval.evidence.runningNow?.revision?.commit?.subject).toContain("v1.0");
  });
});

describe("an approval that changed between look and press", () => {
  it("is stale when another execution waits there now", async () => {
    const looked = await waitsForApproval("lab-app");
    // In SUPERSEDED mode the stage is locked; rejecting lets the newer one in.
    await runLabCommand(lab.port, "release", "v1.0");
    expect(
      await as("approver").decide(
        aDecision(looked, { decision: "Rejected", comment: "broken version" }),
      ),
    ).toMatchObject({ ok: true });
    const next = await waitsForApproval("lab-app", looked.executionId);
    const late = await as("approver").decide(aDecision(looked));
    expect(problemOf(late)).toMatchObject({ code: "conflict" });
    expect(problemOf(late).message).toMatch(/^This was already rejected by /);
    const mixed = await as("approver").decide(
      aDecision(next, { evidenceHash: looked.evidenceHash }),
    );
    expect(problemOf(mixed).code).toBe("stale");
    expect(problemOf(mixed).message).toMatch(/^The evidence changed since you looked: .+\.$/);
    expect((await pipeline()).approvals).toHaveLength(1);
  });

  it("says that an execution that was stopped no longer waits", async () => {
    const looked = await waitsForApproval("lab-app");
    const { CodePipelineClient, StopPipelineExecutionCommand } = await import(
      "@aws-sdk/client-codepipeline"
    );
    await new CodePipelineClient({}).send(
      new StopPipelineExecutionCommand({
        pipelineName: "lab-app",
        pipelineExecutionId: looked.executionId,
        abandon: true,
      }),
    );
    await settled("lab-app", looked.executionId);
    const result = await as("approver").decide(aDecision(looked));
    expect(["conflict", "stale"]).toContain(problemOf(result).code);
    expect(problemOf(result).message).toMatch(/no longer waits/);
  });
});

describe("retry and start", () => {
  it("refuses to retry what cannot be, with the sentence of the button", async () => {
    const view = await pipeline();
    const source = stage(view, "Source");
    const result = await as("operator").retry({
      pipeline: "lab-app",
      stage: "Source",
      executionId: source?.executionId ?? "x",
    });
    expect(problemOf(result)).toMatchObject({
      code: "conflict",
      message: "A source stage cannot be retried; release the change again.",
    });
  });
  it("says not_found for what is not there", async () => {
    expect(problemOf(await as("operator").start({ pipeline: "nope" })).code).toBe("not_found");
    const noStage = await as("operator").retry({
      pipeline: "lab-app",
      stage: "Nope",
      executionId: "x",
    });
    expect(problemOf(noStage).code).toBe("not_found");
    const noDeployment = await as("operator").continue({
      deploymentId: "d-NOTHING00",
      wait: "READY_WAIT",
    });
    expect(problemOf(noDeployment).code).toBe("not_found");
  });
});

describe("what ended", () => {
  it("is told to other workflows' time axes, and only what did", async () => {
    const pipelines = await waitFor("the rows", async () => {
      const list = await readPipelines(nobody);
      return list.pipelines.every(({ changedAt }) => changedAt) && list.pipelines;
    });
    const hour = 3_600_000;
    const from = new Date(Date.now() - hour).toISOString();
    const to = new Date(Date.now() + hour).toISOString();
    const ended = await readEndedExecutions(pipelines, from, to);
    const statuses = ended
      .filter(({ pipeline }) => pipeline === "lab-app")
      .map(({ execution }) => execution.status);
    expect(new Set(statuses)).toEqual(new Set(["Succeeded", "Failed"]));
    expect(await readEndedExecutions(pipelines, to, to)).toEqual([]);
  });
});

describe("a console that was killed in the middle", () => {
  it("is settled by what AWS says: done, and not done", async () => {
    await runLabCommand(lab.port, "release", "v1.0");
    const approval = await waitsForApproval("lab-app");
    const input = aDecision(approval);
    // The intents that a killed console leaves: one before its call to AWS, one after it.
    const { writeIntent } = await import("@/server/platform/audit");
    const person = { ...(await ctxOfSession(sessions.approver, { fresh: true })).person };
    const intent = { person, action: "release.decide", input, requestId: "r" };
    const before = await writeIntent(intent);
    const restore = setClock(() => new Date(Date.now() + 90_000));
    try {
      await waitFor("the first to be settled", async () => ((await reconcileOnce()) ?? 0) > 0);
    } finally {
      restore();
    }
    const outcome = async (id: string) =>
      (
        await postgres.query<{ outcome: string; settled_by: string }>(
          "select outcome, settled_by from audit_ledger where entry_id = $1 and kind = 'settle'",
          [id],
        )
      ).at(-1);
    expect(await outcome(before)).toEqual({ outcome: "refused", settled_by: "reconciler" });

    const after = await writeIntent(intent);
    const { decideApproval } = await import("@/server/releases/decide-approval");
    const ctx = await ctxOfSession(sessions.approver, { fresh: true });
    await decideApproval({ ctx, input });
    const again = setClock(() => new Date(Date.now() + 90_000));
    try {
      await waitFor("the second to be settled", async () => ((await reconcileOnce()) ?? 0) > 0);
    } finally {
      again();
    }
    expect(await outcome(after)).toEqual({ outcome: "applied", settled_by: "reconciler" });
    await settled("lab-app", approval.executionId);
  }, 120_000);
});
