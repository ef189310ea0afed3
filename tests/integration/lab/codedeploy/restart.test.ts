import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDeployer, eventsOf } from "./a-deployer.ts";
import { aHookedRevision } from "./a-hooked-revision.ts";

describe("a lab that is killed", () => {
  let lab: LabUnderTest;
  let deployer: ReturnType<typeof aDeployer>;

  beforeAll(async () => {
    lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
    deployer = aDeployer(lab);
    const id = await deployer.deploy(await aHookedRevision({}));
    expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
  });
  afterAll(() => lab?.stop());

  const isAt = (id: string, event: string) =>
    waitFor(`${id} at ${event}`, async () =>
      (await deployer.targets(id)).some((each) => eventsOf(each).includes(`${event}: InProgress`)),
    );

  it("leaves its instances serving, and finds them again", async () => {
    await lab.kill();
    await lab.restart();
    await waitFor("an answer through the load balancer", async () => (await fetch(lab.lbUrl)).ok);
    expect(lab.output()).not.toContain("starting its revision again");
  });

  it("goes on with an in-place deployment from the event that was cut", async () => {
    const id = await deployer.deploy(
      await aHookedRevision({ BeforeInstall: 'echo run >> "$INSTANCE_ROOT/runs"; sleep 1' }),
    );
    await isAt(id, "BeforeInstall");
    await lab.kill();
    await lab.restart();
    expect(await deployer.ended(id)).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 2 },
    });
    for (const target of await deployer.targets(id)) {
      expect(eventsOf(target).every((event) => event.endsWith(": Succeeded"))).toBe(true);
    }
  });

  it("goes on with a failure into its rollback", async () => {
    const id = await deployer.deploy(await aHookedRevision({ ValidateService: "sleep 1; exit 1" }));
    await isAt(id, "ValidateService");
    await lab.kill();
    await lab.restart();
    const info = await deployer.ended(id);
    expect(info.status).toBe("Failed");
    const rollbackId = info.rollbackInfo?.rollbackDeploymentId ?? "";
    await waitFor(
      "the rollback to begin",
      async () => (await deployer.get(rollbackId)).status === "InProgress",
    );
    await lab.kill();
    await lab.restart();
    expect(await deployer.ended(rollbackId)).toMatchObject({ status: "Succeeded" });
    await waitFor("an answer through the load balancer", async () => (await fetch(lab.lbUrl)).ok);
  });

  it("goes on with a blue/green deployment without making more instances than it needs", async () => {
    const id = await deployer.deploy(await aHookedRevision({ ValidateService: "sleep 1" }), {
      deploymentGroupName: "blue-green",
    });
    await isAt(id, "ValidateService");
    await lab.kill();
    await lab.restart();
    await waitFor(
      "the switch",
      async () => (await deployer.get(id)).instanceTerminationWaitTimeStarted,
      20_000,
    );
    const targets = await deployer.targets(id);
    expect(targets.filter((each) => each.instanceLabel === "Green")).toHaveLength(2);
    await lab.kill();
    await lab.restart();
    expect((await deployer.get(id)).status).toBe("InProgress");
    expect((await fetch(lab.lbUrl)).ok).toBe(true);
  });

  it("boots instances whose processes are gone", async () => {
    await lab.restart();
    await waitFor("an answer through the load balancer", async () => (await fetch(lab.lbUrl)).ok);
    expect(lab.output()).toContain("starting its revision again");
  });
});
