import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAwsCli } from "../../../../scripts/test/ensure-needs.ts";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { aDeployer } from "../codedeploy/a-deployer.ts";
import { aHookedRevision } from "../codedeploy/a-hooked-revision.ts";

const AWS = findAwsCli();
/** The CLI takes seconds to start, and more on a busy machine. */
const PATIENCE = 180_000;

describe.skipIf(!AWS)("the AWS CLI", { timeout: PATIENCE }, () => {
  let lab: LabUnderTest;
  let deploymentId: string;

  const aws = async (...args: string[]) => {
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_PAGER: "",
    };
    const all = ["--endpoint-url", lab.endpoint, "--output", "json", ...args];
    const { stdout } = await promisify(execFile)(AWS ?? "aws", all, { env });
    return stdout ? JSON.parse(stdout) : undefined;
  };

  beforeAll(async () => {
    lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
    deploymentId = await aDeployer(lab).deploy(await aHookedRevision({}));
  });
  afterAll(() => lab?.stop());

  it("waits for a deployment and reads it", async () => {
    await aws("deploy", "wait", "deployment-successful", "--deployment-id", deploymentId);
    expect(await aws("deploy", "list-deployments")).toEqual({ deployments: [deploymentId] });
    const { deploymentInfo } = await aws(
      "deploy",
      "get-deployment",
      "--deployment-id",
      deploymentId,
    );
    expect(deploymentInfo).toMatchObject({
      status: "Succeeded",
      deploymentOverview: { Succeeded: 2 },
    });
  });

  it("describes the fleet: groups, instances, targets, the way to the application", async () => {
    const { AutoScalingGroups } = await aws("autoscaling", "describe-auto-scaling-groups");
    const instances: { InstanceId: string }[] = AutoScalingGroups[0].Instances;
    expect(AutoScalingGroups[0]).toMatchObject({
      AutoScalingGroupName: "lab-app-prod-asg",
      DesiredCapacity: 2,
    });
    const ids = instances.map((each) => each.InstanceId);
    const { Reservations } = await aws("ec2", "describe-instances", "--instance-ids", ...ids);
    expect(Reservations).toHaveLength(2);
    expect(Reservations[0].Instances[0]).toMatchObject({
      InstanceId: ids[0],
      State: { Name: "running" },
    });
    const { TargetGroups } = await aws(
      "elbv2",
      "describe-target-groups",
      "--names",
      "lab-app-prod",
    );
    const { TargetHealthDescriptions } = await aws(
      "elbv2",
      "describe-target-health",
      "--target-group-arn",
      TargetGroups[0].TargetGroupArn,
    );
    expect(TargetHealthDescriptions).toHaveLength(2);
    for (const each of TargetHealthDescriptions) expect(each.TargetHealth.State).toBe("healthy");
    const { LoadBalancers } = await aws("elbv2", "describe-load-balancers", "--names", "lab-app");
    const [{ DNSName, LoadBalancerArn }] = LoadBalancers;
    const { Listeners } = await aws(
      "elbv2",
      "describe-listeners",
      "--load-balancer-arn",
      LoadBalancerArn,
    );
    expect(await (await fetch(`http://${DNSName}:${Listeners[0].Port}`)).text()).toBe("ok");
  });

  it("is told of errors by their declared names", async () => {
    await expect(aws("deploy", "get-deployment", "--deployment-id", "d-NOSUCH000")).rejects.toThrow(
      /DeploymentDoesNotExistException/,
    );
    await expect(aws("elbv2", "describe-load-balancers", "--names", "none")).rejects.toThrow(
      /LoadBalancerNotFound/,
    );
  });
});
