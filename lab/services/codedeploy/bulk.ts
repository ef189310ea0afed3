import { LIFECYCLE } from "./engine/lifecycle.ts";
import type { DeploymentRecord, EventRecord } from "./model.ts";
import { groupKey, type Registry } from "./registry.ts";

const APPLICATION = "bulk-sample";
const GROUP = "simulated";

/** A finished deployment over simulated instances, so that long lists can be measured. */
export function makeBulkDeployment(registry: Registry, count: number): { deploymentId: string } {
  const serial = registry.lab.store.next("codedeploy.bulk");
  const deploymentId = `d-BULK${String(serial).padStart(5, "0")}`;
  const now = Date.now();
  const groupId = registry.newId();
  registry.lab.store.transaction(() => {
    registry.applications.put(APPLICATION, {
      name: APPLICATION,
      id: registry.newId(),
      createTime: now,
    });
    const deployment: DeploymentRecord = {
      deploymentId,
      applicationName: APPLICATION,
      deploymentGroupName: GROUP,
      deploymentGroupId: groupId,
      deploymentConfigName: "CodeDeployDefault.HalfAtATime",
      revision: {
        revisionType: "S3",
        s3Location: { bucket: "bulk-sample", key: "bulk-sample.zip", bundleType: "zip" },
      },
      status: "Succeeded",
      createTime: now - 600_000,
      startTime: now - 599_000,
      completeTime: now,
      description: `Sample data: ${count} simulated instances`,
      creator: "user",
      ignoreApplicationStopFailures: false,
      updateOutdatedInstancesOnly: false,
      fileExistsBehavior: "DISALLOW",
      deploymentStyle: { deploymentType: "IN_PLACE", deploymentOption: "WITH_TRAFFIC_CONTROL" },
      instanceTerminationWaitTimeStarted: false,
    };
    registry.groups.put(groupKey(APPLICATION, GROUP), {
      applicationName: APPLICATION,
      name: GROUP,
      id: groupId,
      configName: "CodeDeployDefault.HalfAtATime",
      autoScalingGroups: [],
      serviceRoleArn: `arn:aws:iam::${registry.lab.account}:role/bulk-sample`,
      deploymentStyle: deployment.deploymentStyle,
    });
    registry.deployments.put(deploymentId, deployment);
    registry.noteInGroup(deployment);
    for (let index = 1; index <= count; index++) putTarget(registry, deploymentId, index, now);
  });
  return { deploymentId };
}

/** One in fifty has failed, so that the grid has something to show. */
function putTarget(registry: Registry, deploymentId: string, index: number, now: number): void {
  const failed = index % 50 === 0;
  const began = now - 590_000 + index * 500;
  const events = LIFECYCLE.inPlaceBehindBalancer.map((name, step): EventRecord => {
    const startTime = began + step * 1000;
    const after = failed && step > LIFECYCLE.inPlaceBehindBalancer.indexOf("ValidateService");
    if (after) return { name, status: "Skipped" };
    const bad = failed && name === "ValidateService";
    return {
      name,
      status: bad ? "Failed" : "Succeeded",
      startTime,
      endTime: startTime + 900,
      diagnostics: bad
        ? {
            errorCode: "ScriptFailed",
            scriptName: "scripts/validate_service.sh",
            message:
              "Script at specified location: scripts/validate_service.sh failed with exit code 1",
            logTail:
              "LifecycleEvent - ValidateService\nScript - scripts/validate_service.sh\n[stdout]sample data\n",
          }
        : { errorCode: "Success", scriptName: "", message: "Succeeded", logTail: "" },
    };
  });
  registry.putTarget({
    deploymentId,
    id: `i-0b0b${index.toString(16).padStart(13, "0")}`,
    status: failed ? "Failed" : "Succeeded",
    lastUpdatedAt: began + 13_000,
    events,
  });
}
