import {
  CodePipelineClient,
  CreatePipelineCommand,
  GetPipelineCommand,
} from "@aws-sdk/client-codepipeline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nobody } from "@/server/aws/call-aws";
import { readDeployment } from "@/server/releases/read-deployment";
import { readFleet } from "@/server/releases/read-fleet";
import { readPipeline } from "@/server/releases/read-pipeline";
import {
  actionsAs,
  aDecision,
  type ReleaseWorld,
  settled,
  startReleaseWorld,
  waitsForApproval,
} from "../../fixtures/release-world.ts";
import { runLabCommand } from "../../fixtures/run-lab-command.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let world: ReleaseWorld;
beforeAll(async () => {
  world = await startReleaseWorld();
}, 180_000);
afterAll(async () => world?.close());

const BLUE_GREEN = "lab-app-blue-green";
const runs = async () =>
  (
    await readFleet(nobody, { application: "lab-app", deploymentGroup: "blue-green" })
  ).instances.map((instance) => ({
    id: instance.id,
    version: instance.revision?.commit?.subject.match(/v\d\.\d/)?.[0],
    health: instance.health,
  }));

it("v1.2 by blue/green: new instances, the wait, the old ones ended by a person", async () => {
  const { lab } = world;
  await runLabCommand(lab.port, "release", "v1.0");
  const first = await waitsForApproval("lab-app");
  expect(await actionsAs(world, "approver").decide(aDecision(first))).toMatchObject({ ok: true });
  await settled("lab-app", first.executionId);
  const before = await runs();
  expect(before.map((instance) => instance.version)).toEqual(["v1.0", "v1.0"]);

  await runLabCommand(lab.port, "release", "v1.2");
  const approval = await waitsForApproval(BLUE_GREEN);
  // What runs came by the other pipeline and the other group; it is the same fleet.
  expect(approval.evidence.runningNow?.revision?.commit?.subject).toContain("v1.0");
  expect(approval.evidence.runningNow?.executionId).toBe(first.executionId);
  expect(await actionsAs(world, "approver").decide(aDecision(approval))).toMatchObject({
    ok: true,
  });

  const id = await waitFor(
    "the deployment",
    async () =>
      (await readPipeline(nobody, BLUE_GREEN)).stages.find((stage) => stage.name === "Production")
        ?.actions[0]?.externalId,
    30_000,
  );
  const waiting = await waitFor(
    "the old instances to be kept",
    async () => {
      const view = await readDeployment(nobody, id);
      return view.waitsFor ? view : undefined;
    },
    120_000,
  );
  expect(waiting.type).toBe("BLUE_GREEN");
  const both = await readFleet(nobody, { application: "lab-app", deploymentGroup: "blue-green" });
  const kept = both.instances.filter((instance) => instance.keptBy === id);
  expect(kept.map((instance) => instance.id).sort()).toEqual(before.map(({ id }) => id).sort());
  for (const instance of kept) expect(instance.revision?.commit?.subject).toContain("v1.0");
  expect(waiting.waitsFor?.kind).toBe("TERMINATION_WAIT");
  expect(Date.parse(waiting.waitsFor?.until ?? "")).toBeGreaterThan(Date.now());
  expect(waiting.continue).toEqual({ allowed: true });
  expect(new Set(waiting.targets.map((target) => target.label))).toEqual(
    new Set(["Blue", "Green"]),
  );
  const switched = (await runs()).filter((instance) => instance.health === "healthy");
  expect(switched.map((instance) => instance.version)).toEqual(["v1.2", "v1.2"]);
  expect(switched.some((instance) => before.some((old) => old.id === instance.id))).toBe(false);

  const wrong = await actionsAs(world, "operator").continue({
    deploymentId: id,
    wait: "READY_WAIT",
  });
  expect(wrong).toMatchObject({
    ok: false,
    problem: { code: "conflict", message: "Traffic already goes to the new instances." },
  });
  expect(
    await actionsAs(world, "viewer").continue({ deploymentId: id, wait: "TERMINATION_WAIT" }),
  ).toMatchObject({ ok: false, problem: { code: "forbidden" } });
  expect(
    await actionsAs(world, "operator").continue({ deploymentId: id, wait: "TERMINATION_WAIT" }),
  ).toMatchObject({ ok: true });
  await waitFor(
    "the end",
    async () => (await readDeployment(nobody, id)).status === "Succeeded",
    60_000,
  );
  const late = await actionsAs(world, "operator").continue({
    deploymentId: id,
    wait: "TERMINATION_WAIT",
  });
  expect(late).toMatchObject({ ok: false, problem: { message: "The deployment has ended." } });
  await settled(BLUE_GREEN, approval.executionId);

  // The in-place pipeline goes on from what really runs: v1.2, which it never built.
  await actionsAs(world, "operator").start({ pipeline: "lab-app" });
  const next = await waitsForApproval("lab-app", first.executionId);
  expect(next.evidence.runningNow?.revision?.commit?.subject).toContain("v1.2");
}, 300_000);

it("PARALLEL: decides exactly the execution that was looked at", async () => {
  const client = new CodePipelineClient({});
  const { pipeline } = await client.send(new GetPipelineCommand({ name: "lab-app" }));
  if (!pipeline) throw new Error("no pipeline to copy");
  await client.send(
    new CreatePipelineCommand({
      pipeline: {
        ...pipeline,
        name: "side-by-side",
        executionMode: "PARALLEL",
        version: undefined,
        stages: pipeline.stages?.filter((stage) =>
          ["Source", "Approval"].includes(stage.name ?? ""),
        ),
      },
    }),
  );
  const operator = actionsAs(world, "operator");
  await operator.start({ pipeline: "side-by-side" });
  await operator.start({ pipeline: "side-by-side" });
  // To make a pipeline starts an execution too: with fewer than three, one would still be coming.
  const approvals = await waitFor(
    "three to wait",
    async () => {
      const view = await readPipeline(nobody, "side-by-side");
      return view.approvals.length === 3 ? view.approvals : undefined;
    },
    60_000,
  );
  const [one, ...others] = approvals;
  if (!one) throw new Error("nothing waits");
  const refusals: unknown[] = [];
  await waitFor("the decision on what was looked at", async () => {
    // Another execution that arrives meanwhile changes the evidence: then a person looks again.
    const view = await readPipeline(nobody, "side-by-side");
    const seen = view.approvals.find(({ executionId }) => executionId === one.executionId);
    const answer = seen && (await actionsAs(world, "approver").decide(aDecision(seen)));
    if (answer?.ok) return true;
    refusals.push(answer);
    return false;
  }).catch((cause) => {
    throw new Error(`Refused: ${JSON.stringify(refusals)}`, { cause });
  });
  const left = await waitFor("the others to be left", async () => {
    const view = await readPipeline(nobody, "side-by-side");
    return view.approvals.length === others.length ? view.approvals : undefined;
  });
  expect(left.map((approval) => approval.executionId).sort()).toEqual(
    others.map((approval) => approval.executionId).sort(),
  );
}, 120_000);
