import {
  AutoScalingClient,
  DescribeAutoScalingGroupsCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  ContinueDeploymentCommand,
  CreateDeploymentConfigCommand,
  ListDeploymentsCommand,
  ListDeploymentTargetsCommand,
  StopDeploymentCommand,
  UpdateDeploymentGroupCommand,
} from "@aws-sdk/client-codedeploy";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDeployer, eventsOf } from "./a-deployer.ts";
import { aHookedRevision } from "./a-hooked-revision.ts";

const BLUE_GREEN = { deploymentGroupName: "blue-green" };

describe("steering deployments", () => {
  let lab: LabUnderTest;
  let deployer: ReturnType<typeof aDeployer>;
  let good = "";

  const isIn = (id: string, event: string) =>
    waitFor(`${id} to be in ${event}`, async () => {
      const targets = await deployer.targets(id);
      return targets.find((target) => eventsOf(target).includes(`${event}: InProgress`));
    });
  const group = (update: object) =>
    deployer.codedeploy.send(
      new UpdateDeploymentGroupCommand({
        applicationName: "lab-app",
        currentDeploymentGroupName: "blue-green",
        ...update,
      }),
    );
  const instances = async () => {
    const client = new AutoScalingClient({
      endpoint: lab.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const { AutoScalingGroups = [] } = await client.send(new DescribeAutoScalingGroupsCommand({}));
    return { client, groups: AutoScalingGroups };
  };

  beforeAll(async () => {
    lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
    deployer = aDeployer(lab);
    good = await deployer.deploy(await aHookedRevision({}));
    expect(await deployer.ended(good)).toMatchObject({ status: "Succeeded" });
  });
  afterAll(() => lab?.stop());

  it("lets one deployment at a time into a group", async () => {
    const slow = await aHookedRevision({ ValidateService: "sleep 1.5" });
    const id = await deployer.deploy(slow);
    await expect(deployer.deploy(slow)).rejects.toMatchObject({
      name: "DeploymentLimitExceededException",
      message: `The Deployment Group 'in-place' already has an active Deployment '${id}'`,
    });
    expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
  });

  it("stops on request when the script under way has ended, and rolls back when asked", async () => {
    const id = await deployer.deploy(await aHookedRevision({ BeforeInstall: "sleep 0.7" }));
    const first = await isIn(id, "BeforeInstall");
    const answer = await deployer.codedeploy.send(
      new StopDeploymentCommand({ deploymentId: id, autoRollbackEnabled: true }),
    );
    expect(answer.status).toBe("Pending");
    const info = await deployer.ended(id);
    expect(info).toMatchObject({ status: "Stopped", errorInformation: { code: "MANUAL_STOP" } });
    const target = (await deployer.targets(id)).find((each) => each.targetId === first.targetId);
    expect(eventsOf(target)).toContain("BeforeInstall: Succeeded");
    expect(eventsOf(target)).toContain("Install: Skipped");
    const rollback = await deployer.ended(info.rollbackInfo?.rollbackDeploymentId ?? "");
    expect(rollback).toMatchObject({ status: "Succeeded", creator: "codeDeployRollback" });
    await expect(
      deployer.codedeploy.send(new StopDeploymentCommand({ deploymentId: id })),
    ).rejects.toMatchObject({ name: "DeploymentAlreadyCompletedException" });
  });

  it("fails all at once only when no instance succeeds, and forgives ApplicationStop when told to", async () => {
    const half = await aHookedRevision({
      ValidateService: 'case "$INSTANCE_ADDRESS" in *1) exit 1;; esac',
      ApplicationStop: "exit 3",
    });
    const all = { deploymentConfigName: "CodeDeployDefault.AllAtOnce" };
    const first = await deployer.ended(await deployer.deploy(half, all));
    expect(first).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 1, Failed: 1 },
    });
    const again = await aHookedRevision({});
    // OneAtATime bears the failure of the last instance, as AWS documents.
    const stuck = await deployer.deploy(again);
    const borne = await deployer.ended(stuck);
    expect(borne).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 1, Failed: 1 },
    });
    expect((await deployer.targets(stuck)).flatMap(eventsOf)).toContain("ApplicationStop: Failed");
    const id = await deployer.deploy(again, { ignoreApplicationStopFailures: true });
    expect(await deployer.ended(id)).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 2 },
    });
  });

  it("keeps the minimum of a custom configuration", async () => {
    await deployer.codedeploy.send(
      new CreateDeploymentConfigCommand({
        deploymentConfigName: "keep-two",
        minimumHealthyHosts: { type: "HOST_COUNT", value: 2 },
      }),
    );
    const id = await deployer.deploy(await aHookedRevision({}), {
      deploymentConfigName: "keep-two",
      autoRollbackConfiguration: { enabled: false },
    });
    expect(await deployer.ended(id)).toMatchObject({
      status: "Failed",
      errorInformation: { code: "HEALTH_CONSTRAINTS" },
      deploymentOverview: { Skipped: 2 },
    });
  });

  it("tells a revision that is not there, and one without an AppSpec, at DownloadBundle", async () => {
    for (const [bundle, sentence] of [
      [undefined, /The specified key does not exist/],
      [Buffer.from("PK nonsense"), /not a readable zip file/],
    ] as const) {
      const id = await deployer.deploy(bundle, { autoRollbackConfiguration: { enabled: false } });
      expect(await deployer.ended(id)).toMatchObject({ status: "Failed" });
      const failed = (await deployer.targets(id))
        .flatMap((target) => target.lifecycleEvents ?? [])
        .find((event) => event.status === "Failed");
      expect(failed?.lifecycleEventName).toBe("DownloadBundle");
      expect(failed?.diagnostics?.message).toMatch(sentence);
    }
    // What failed left one instance without traffic; the next release brings it back.
    const id = await deployer.deploy(await aHookedRevision({}));
    expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
  });

  it("gives the traffic back when a blue/green deployment fails", async () => {
    const before = (await instances()).groups.flatMap((each) => each.Instances ?? []);
    const id = await deployer.deploy(
      await aHookedRevision({ ValidateService: "exit 1" }),
      BLUE_GREEN,
    );
    const info = await deployer.ended(id);
    expect(info.status).toBe("Failed");
    const rollbackId = info.rollbackInfo?.rollbackDeploymentId ?? "";
    expect(await deployer.ended(rollbackId)).toMatchObject({ status: "Succeeded" });
    const targets = await deployer.targets(rollbackId);
    const blue = targets.filter((target) => target.instanceLabel === "Blue");
    expect(blue.map(eventsOf)).toEqual(
      Array(2).fill([
        "BeforeAllowTraffic: Succeeded",
        "AllowTraffic: Succeeded",
        "AfterAllowTraffic: Succeeded",
      ]),
    );
    const after = (await instances()).groups.flatMap((each) => each.Instances ?? []);
    expect(after.map((each) => each.InstanceId)).toEqual(before.map((each) => each.InstanceId));
  });

  it("waits for a person before it moves traffic, when the group says so", async () => {
    await group({
      blueGreenDeploymentConfiguration: {
        deploymentReadyOption: { actionOnTimeout: "STOP_DEPLOYMENT", waitTimeInMinutes: 60 },
        terminateBlueInstancesOnDeploymentSuccess: {
          action: "TERMINATE",
          terminationWaitTimeInMinutes: 0,
        },
        greenFleetProvisioningOption: { action: "COPY_AUTO_SCALING_GROUP" },
      },
    });
    const id = await deployer.deploy(await aHookedRevision({}), BLUE_GREEN);
    await waitFor(
      "the deployment to be ready",
      async () => (await deployer.get(id)).status === "Ready",
    );
    const waiting = await deployer.targets(id);
    expect(waiting.filter((target) => target.status === "Ready")).toHaveLength(2);
    const { targetIds } = await deployer.codedeploy.send(
      new ListDeploymentTargetsCommand({
        deploymentId: id,
        targetFilters: { ServerInstanceLabel: ["Green"] },
      }),
    );
    expect(targetIds).toHaveLength(2);
    const end = { deploymentId: id, deploymentWaitType: "TERMINATION_WAIT" } as const;
    await expect(
      deployer.codedeploy.send(new ContinueDeploymentCommand(end)),
    ).rejects.toMatchObject({
      name: "DeploymentIsNotInReadyStateException",
    });
    await deployer.codedeploy.send(
      new ContinueDeploymentCommand({ deploymentId: id, deploymentWaitType: "READY_WAIT" }),
    );
    expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
    const { groups } = await instances();
    expect(groups.map((each) => each.AutoScalingGroupName)).toEqual([
      `CodeDeploy_blue-green_${id}`,
    ]);
  });

  it("brings an instance that Auto Scaling launched up to date", async () => {
    const { client, groups } = await instances();
    const [one] = groups[0]?.Instances ?? [];
    await client.send(
      new TerminateInstanceInAutoScalingGroupCommand({
        InstanceId: one?.InstanceId,
        ShouldDecrementDesiredCapacity: false,
      }),
    );
    const id = await waitFor("Auto Scaling's deployment", async () => {
      const { deployments = [] } = await deployer.codedeploy.send(new ListDeploymentsCommand({}));
      const info = await deployer.get(deployments[0] ?? "");
      return info.creator === "autoscaling" && info.deploymentId;
    });
    expect(await deployer.ended(id)).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 1 },
    });
  });

  it("refuses what does not exist with the declared errors", async () => {
    await expect(deployer.get("d-NOSUCH000")).rejects.toMatchObject({
      name: "DeploymentDoesNotExistException",
    });
    await expect(deployer.get("nonsense")).rejects.toMatchObject({
      name: "InvalidDeploymentIdException",
    });
    const bundle = await aHookedRevision({});
    await expect(deployer.deploy(bundle, { applicationName: "no-such" })).rejects.toMatchObject({
      name: "ApplicationDoesNotExistException",
    });
    await expect(deployer.deploy(bundle, { deploymentGroupName: "no-such" })).rejects.toMatchObject(
      {
        name: "DeploymentGroupDoesNotExistException",
      },
    );
    await expect(
      deployer.deploy(bundle, { deploymentConfigName: "no-such" }),
    ).rejects.toMatchObject({
      name: "DeploymentConfigDoesNotExistException",
    });
  });
});
