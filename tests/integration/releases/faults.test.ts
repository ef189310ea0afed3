import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { topics } from "@/lib/releases/keys";
import { nobody } from "@/server/aws/call-aws";
import { readInbox } from "@/server/inbox/read-inbox";
import "@/server/inbox/release-approvals";
import { markDirty } from "@/server/releases/pipeline-rows";
import { readBuild } from "@/server/releases/read-build";
import { readFleet } from "@/server/releases/read-fleet";
import { readPipeline } from "@/server/releases/read-pipeline";
import { confirmPipelines, readPipelines } from "@/server/releases/read-pipelines";
import {
  actionsAs,
  aDecision,
  type ReleaseWorld,
  settled,
  startReleaseWorld,
  waitsForApproval,
  withFaults,
} from "../../fixtures/release-world.ts";
import { runLabCommand } from "../../fixtures/run-lab-command.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let world: ReleaseWorld;
let heal: () => Promise<void> = async () => undefined;

beforeAll(async () => {
  world = await startReleaseWorld();
  await runLabCommand(world.lab.port, "release", "v1.0");
  await waitsForApproval("lab-app");
}, 180_000);
afterEach(() => heal());
afterAll(async () => world?.close());

const faults = async (...rules: Record<string, unknown>[]) => {
  heal = await withFaults(world.lab, rules);
};
const pipeline = () => readPipeline(nobody, "lab-app");

describe("AWS misbehaves", () => {
  it("half of all calls throttled: reads get through by trying again", async () => {
    await faults({ service: "*", kind: "throttle", share: 0.5 });
    let through = 0;
    for (let look = 0; look < 5; look += 1) {
      const view = await pipeline().catch((error) => {
        expect(error).toMatchObject({ name: "AppError", code: "throttled", retryable: true });
        expect(error.message).toBe("CodePipeline is throttling requests; try again in a moment.");
        return undefined;
      });
      if (view) through += 1;
    }
    expect(through).toBeGreaterThan(2);
  }, 120_000);

  const parts = [
    ["cloudwatch", "The alarms cannot be read now: CloudWatch"],
    ["codebuild", "The build cannot be read now: CodeBuild"],
    ["codedeploy", "What production runs cannot be read now: CodeDeploy"],
  ] as const;
  it.each(parts)(
    "%s gone: the approval stays, and says what is missing",
    async (service, said) => {
      await faults({ service, kind: "cut" });
      // What was read a moment ago may be remembered for a few seconds.
      const view = await waitFor(
        "the gap to show",
        async () => {
          const read = await pipeline();
          return read.approvals[0]?.evidence.missing.length ? read : undefined;
        },
        75_000,
      );
      const [approval] = view.approvals;
      expect(approval?.evidence.missing.join("\n")).toContain(said);
      expect(approval?.evidence.missing.join("\n")).toContain("cannot be reached");
      await heal();
      const whole = await waitsForApproval("lab-app");
      expect(whole.evidenceHash).not.toBe(approval?.evidenceHash);
    },
    120_000,
  );

  it("deciding on evidence that can no longer be read is stale, and says what", async () => {
    const whole = await waitsForApproval("lab-app");
    await faults({ service: "cloudwatch", kind: "error" });
    const result = await actionsAs(world, "approver").decide(aDecision(whole));
    expect(result).toMatchObject({ ok: false, problem: { code: "stale" } });
    if (!result.ok)
      expect(result.problem.message).toMatch(/^The evidence changed since you looked/);
    expect((await pipeline()).approvals).toHaveLength(1);
  }, 60_000);

  it("S3 gone: executions stay, with what CodePipeline itself says of the revision", async () => {
    await faults({ service: "s3", kind: "error" });
    const view = await pipeline();
    expect(view.executions[0]?.revisions[0]?.summary).toContain("v1.0");
  });

  it("CodePipeline gone: one sentence, soon, and the list keeps what it knew", async () => {
    const before = await readPipelines(nobody);
    await faults({ service: "codepipeline", kind: "cut" });
    const started = Date.now();
    await expect(pipeline()).rejects.toMatchObject({
      code: "upstream",
      retryable: true,
      message: "CodePipeline cannot be reached; try again in a moment.",
    });
    expect(Date.now() - started).toBeLessThan(12_000);
    const list = await readPipelines(nobody);
    expect(list.pipelines.map((row) => row.name)).toEqual(before.pipelines.map((row) => row.name));
  });

  it("CodePipeline gone: what waits in the inbox stays, and does not look decided", async () => {
    const before = await readInbox();
    expect(before.items.map(({ place }) => place)).toEqual(["lab-app / Approval / Approve"]);
    await faults({ service: "codepipeline", kind: "cut" });
    const now = await readInbox(before);
    expect(now.items).toEqual([{ ...before.items[0], unconfirmed: true }]);
    expect(now.missing.join("\n")).toContain("Approvals of lab-app cannot be read now");
    await heal();
    expect((await readInbox(now)).items[0]).not.toHaveProperty("unconfirmed");
  });

  it("CodePipeline gone: a list of which nothing could be read is not confirmed", async () => {
    const before = await readPipelines(nobody);
    await faults({ service: "codepipeline", kind: "cut" });
    markDirty(before.pipelines.map((row) => topics.pipeline(row.name)));
    await expect(confirmPipelines(nobody, before)).rejects.toMatchObject({
      code: "upstream",
      message: "CodePipeline cannot be reached; try again in a moment.",
    });
  });

  it("everything slow by five seconds: still answers", async () => {
    await faults({ service: "codebuild", kind: "delay", delayMs: 5_000 });
    const approval = (await pipeline()).approvals[0];
    const id = approval?.evidence.build?.buildId;
    if (!id) throw new Error("no build");
    expect((await readBuild(nobody, id)).status).toBe("SUCCEEDED");
  }, 60_000);

  it("a load balancer that cannot be read leaves the rest of the fleet", async () => {
    await faults(
      { service: "elasticloadbalancing", kind: "error" },
      { service: "autoscaling", kind: "throttle" },
    );
    const view = await readFleet(nobody, { application: "lab-app", deploymentGroup: "in-place" });
    expect(view.missing.join("\n")).toContain(
      "The Auto Scaling group cannot be read now: Auto Scaling is throttling requests",
    );
    expect(view.missing.join("\n")).toContain("The instances' health cannot be read now");
    expect(view.deployments).toEqual([]);
  }, 60_000);

  it("a connection that breaks while the decision is on its way: it is tried again and decided once", async () => {
    const approval = await waitsForApproval("lab-app");
    await faults({
      service: "codepipeline",
      operation: "PutApprovalResult",
      kind: "cut",
      count: 1,
    });
    expect(await actionsAs(world, "approver").decide(aDecision(approval))).toMatchObject({
      ok: true,
    });
    await settled("lab-app", approval.executionId);
  }, 120_000);

  it("Redis gone: a decision still goes through", async () => {
    await runLabCommand(world.lab.port, "release", "v1.0");
    const approval = await waitsForApproval("lab-app");
    await world.cache.stop();
    const results = await Promise.all([
      actionsAs(world, "approver").decide(aDecision(approval)),
      actionsAs(world, "admin").decide(aDecision(approval)),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const lost = results.find((result) => !result.ok);
    expect(lost).toMatchObject({ ok: false, problem: { code: "conflict" } });
    await world.cache.start();
    await settled("lab-app", approval.executionId);
  }, 120_000);

  it("Postgres gone: nothing is done that cannot be recorded", async () => {
    await runLabCommand(world.lab.port, "release", "v1.0");
    const approval = await waitsForApproval("lab-app");
    await world.postgres.stop();
    const result = await actionsAs(world, "approver").decide(aDecision(approval));
    expect(result.ok).toBe(false);
    expect((await pipeline()).approvals).toHaveLength(1);
    await world.postgres.start();
    await waitFor(
      "the database to be used again",
      async () => (await actionsAs(world, "approver").decide(aDecision(approval))).ok,
      30_000,
    );
  }, 120_000);
});
