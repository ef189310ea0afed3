import { ContinueDeploymentCommand, GetDeploymentGroupCommand } from "@aws-sdk/client-codedeploy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { someTraffic, type Traffic } from "../fleet/some-traffic.ts";
import { aDeployer, eventsOf } from "./a-deployer.ts";
import { aBuiltRevision } from "./a-revision.ts";

const ORDER = [
  "BeforeBlockTraffic",
  "BlockTraffic",
  "AfterBlockTraffic",
  "ApplicationStop",
  "DownloadBundle",
  "BeforeInstall",
  "Install",
  "AfterInstall",
  "ApplicationStart",
  "ValidateService",
  "BeforeAllowTraffic",
  "AllowTraffic",
  "AfterAllowTraffic",
];

describe("releases under constant traffic", () => {
  let lab: LabUnderTest;
  let deployer: ReturnType<typeof aDeployer>;
  let traffic: Traffic;
  let lastGood = "";

  beforeAll(async () => {
    lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
    deployer = aDeployer(lab);
  });
  afterAll(async () => {
    await traffic?.stop();
    await lab?.stop();
  });

  it("brings v1.0 onto both instances, one after the other, in the documented order", async () => {
    const id = await deployer.deploy(await aBuiltRevision("v1.0"));
    const info = await deployer.ended(id);
    expect(info).toMatchObject({ status: "Succeeded", creator: "user" });
    const targets = await deployer.targets(id);
    expect(targets).toHaveLength(2);
    for (const target of targets) {
      expect(eventsOf(target)).toEqual(ORDER.map((name) => `${name}: Succeeded`));
    }
    const times = targets.map((target) => [
      target.lifecycleEvents?.at(0)?.startTime?.getTime() ?? 0,
      target.lifecycleEvents?.at(-1)?.endTime?.getTime() ?? 0,
    ]);
    const [first, second] = times.sort(([a = 0], [b = 0]) => a - b);
    expect(second?.[0]).toBeGreaterThanOrEqual(first?.[1] ?? Number.NaN);
    lastGood = id;
    traffic = someTraffic(lab.lbUrl);
    await waitFor("answers of both instances", () => traffic.answers.size === 2);
  });

  it("rolls v1.1 back by itself, and leaves the second instance alone", async () => {
    const id = await deployer.deploy(await aBuiltRevision("v1.1"));
    const info = await deployer.ended(id);
    expect(info.status).toBe("Failed");
    expect(info.errorInformation?.code).toBe("HEALTH_CONSTRAINTS");
    const targets = await deployer.targets(id);
    const failed = targets.find((target) => target.status === "Failed");
    const skipped = targets.find((target) => target.status === "Skipped");
    expect(skipped?.lifecycleEvents?.every((event) => event.status === "Skipped")).toBe(true);
    const validate = failed?.lifecycleEvents?.find((event) => event.status === "Failed");
    expect(validate?.lifecycleEventName).toBe("ValidateService");
    expect(validate?.diagnostics).toMatchObject({
      errorCode: "ScriptFailed",
      scriptName: "scripts/validate_service.sh",
      message: "Script at specified location: scripts/validate_service.sh failed with exit code 1",
    });
    expect(validate?.diagnostics?.logTail).toContain("[stdout]Attempt 5 of 5: GET http://127.");
    // What the application says of itself names the port on which it listens instead.
    expect(validate?.diagnostics?.logTail).toMatch(/\[stdout\]lab-app 1\.1\.0 listens on \S+:8081/);

    const rollbackId = info.rollbackInfo?.rollbackDeploymentId;
    expect(rollbackId).toMatch(/^d-/);
    const rollback = await deployer.ended(rollbackId ?? "");
    expect(rollback).toMatchObject({ status: "Succeeded", creator: "codeDeployRollback" });
    expect(rollback.rollbackInfo?.rollbackTriggeringDeploymentId).toBe(id);
    const good = await deployer.get(lastGood);
    expect(rollback.revision).toEqual(good.revision);
    expect(await deployer.targets(rollbackId ?? "")).toMatchObject([
      { status: "Succeeded" },
      { status: "Succeeded" },
    ]);
  });

  it("brings v1.2 by blue/green, keeps the old instances until told, and then ends them", async () => {
    const id = await deployer.deploy(await aBuiltRevision("v1.2"), {
      deploymentGroupName: "blue-green",
    });
    const waiting = await waitFor(
      "the traffic to be switched",
      async () => {
        const info = await deployer.get(id);
        return info.instanceTerminationWaitTimeStarted && info;
      },
      30_000,
    );
    expect(waiting.status).toBe("InProgress");
    const targets = await deployer.targets(id);
    const green = targets.filter((target) => target.instanceLabel === "Green");
    const blue = targets.filter((target) => target.instanceLabel === "Blue");
    expect(eventsOf(green[0])).toEqual(ORDER.slice(3).map((name) => `${name}: Succeeded`));
    expect(eventsOf(blue[0])).toEqual(ORDER.slice(0, 3).map((name) => `${name}: Succeeded`));
    const ids = green.map((target) => target.targetId);
    traffic.answers.clear();
    await waitFor("answers of the new instances", () => traffic.answers.size === 2);
    const heard = [...traffic.answers.keys()].sort();
    expect(heard).toEqual(ids.map((each) => `1.2.0 on ${each}`).sort());

    for (const deploymentGroupName of ["in-place", "blue-green"]) {
      const { deploymentGroupInfo } = await deployer.codedeploy.send(
        new GetDeploymentGroupCommand({ applicationName: "lab-app", deploymentGroupName }),
      );
      expect(deploymentGroupInfo?.autoScalingGroups?.[0]?.name).toBe(`CodeDeploy_blue-green_${id}`);
    }
    const deploymentWaitType = "TERMINATION_WAIT";
    await deployer.codedeploy.send(
      new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType }),
    );
    expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
    await expect(
      deployer.codedeploy.send(
        new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType }),
      ),
    ).rejects.toThrow(/already completed/);
  });

  it("goes on releasing in place to the new fleet, with a rollback there too", async () => {
    const id = await deployer.deploy(await aBuiltRevision("v1.1"));
    const info = await deployer.ended(id);
    expect(info.status).toBe("Failed");
    const rollback = await deployer.ended(info.rollbackInfo?.rollbackDeploymentId ?? "");
    expect(rollback.status).toBe("Succeeded");
    // Back to what the fleet ran, not to what this group deployed last.
    traffic.answers.clear();
    await waitFor("answers of both instances", () => traffic.answers.size === 2);
    expect([...traffic.answers.keys()].every((each) => each.startsWith("1.2.0 on"))).toBe(true);
  });

  it("has not failed one request during all this", async () => {
    await traffic.stop();
    expect(traffic.failures).toEqual([]);
    expect(traffic.count()).toBeGreaterThan(500);
  });
});
