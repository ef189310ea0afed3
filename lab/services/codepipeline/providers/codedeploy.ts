/** Deploy action CodeDeploy: one deployment per action, of the input artifact as it lies in the bucket. */
import type { Lab } from "../../../core/contracts.ts";
import { type ActionProvider, failed } from "./provider.ts";

interface DeploymentInfo {
  deploymentId: string;
  status: string;
  description?: string;
  errorInformation?: { code?: string; message?: string };
  rollbackInfo?: { rollbackDeploymentId?: string };
}

export const codeDeploy: ActionProvider = {
  async start({ lab, execution, run, configuration }) {
    const source = run.inputs[0];
    if (!source) return failed("ConfigurationError", "The deploy action has no input artifact.");
    const object = lab.objects.head(source.bucket, source.key);
    if (!object) {
      return failed(
        "ConfigurationError",
        `The input artifact s3://${source.bucket}/${source.key} does not exist.`,
      );
    }
    const application = configuration.ApplicationName;
    const group = configuration.DeploymentGroupName;
    // CodeDeploy takes 100 characters.
    const description = `CodePipeline ${execution.pipeline.slice(0, 40)}, action ${run.id}`;
    const wanted = { applicationName: application, deploymentGroupName: group };
    const earlier = await findDeployment(lab, wanted, description);
    const deploymentId =
      earlier ??
      (
        (await lab.call("codedeploy", "CreateDeployment", {
          ...wanted,
          description,
          revision: {
            revisionType: "S3",
            s3Location: {
              bucket: source.bucket,
              key: source.key,
              bundleType: "zip",
              eTag: object.etag.replaceAll('"', ""),
              ...(object.versionId && object.versionId !== "null"
                ? { version: object.versionId }
                : {}),
            },
          },
        })) as { deploymentId: string }
      ).deploymentId;
    return {
      pending: {
        externalExecutionId: deploymentId,
        externalExecutionUrl: `https://console.aws.amazon.com/codedeploy/home?region=${lab.region}#/deployments/${deploymentId}`,
      },
    };
  },
  async check(lab, run) {
    const id = run.externalExecutionId;
    const { deploymentInfo: info } = (await lab.call("codedeploy", "GetDeployment", {
      deploymentId: id,
    })) as { deploymentInfo: DeploymentInfo };
    if (info.status === "Succeeded") {
      return {
        status: "Succeeded",
        summary: "Deployment Succeeded",
        outputVariables: { DeploymentId: info.deploymentId },
      };
    }
    if (info.status !== "Failed" && info.status !== "Stopped") return undefined;
    const why = info.errorInformation?.message;
    const verb = info.status === "Stopped" ? "was stopped" : "failed";
    const first = await firstFailure(lab, info.deploymentId);
    return failed("JobFailed", [`Deployment ${id} ${verb}.`, why, first].filter(Boolean).join(" "));
  },
};

interface Target {
  instanceTarget?: {
    targetId: string;
    lifecycleEvents?: {
      lifecycleEventName: string;
      status: string;
      diagnostics?: { message?: string };
    }[];
  };
}

/** One sentence on the script that failed first, where an instance tells of one. */
async function firstFailure(lab: Lab, deploymentId: string): Promise<string | undefined> {
  try {
    const { targetIds = [] } = (await lab.call("codedeploy", "ListDeploymentTargets", {
      deploymentId,
      targetFilters: { TargetStatus: ["Failed"] },
    })) as { targetIds?: string[] };
    if (targetIds.length === 0) return undefined;
    const { deploymentTargets = [] } = (await lab.call("codedeploy", "BatchGetDeploymentTargets", {
      deploymentId,
      targetIds: targetIds.slice(0, 25),
    })) as { deploymentTargets?: Target[] };
    for (const { instanceTarget } of deploymentTargets) {
      const event = instanceTarget?.lifecycleEvents?.find((one) => one.status === "Failed");
      if (!instanceTarget || !event) continue;
      const message = event.diagnostics?.message ?? "it failed";
      return `${event.lifecycleEventName} on ${instanceTarget.targetId}: ${message}`;
    }
  } catch (error) {
    // The deployment's own error is enough when its instances cannot be read.
    lab.log("codepipeline", `Diagnostics of ${deploymentId} could not be read: ${error}`);
  }
  return undefined;
}

/** A deployment that a crash cut off from its action: asked again, it is found by its description. */
async function findDeployment(
  lab: Lab,
  wanted: { applicationName?: string; deploymentGroupName?: string },
  description: string,
): Promise<string | undefined> {
  const { deployments = [] } = (await lab.call("codedeploy", "ListDeployments", {
    ...wanted,
    includeOnlyStatuses: ["Created", "Queued", "InProgress", "Ready"],
  })) as { deployments?: string[] };
  for (const deploymentId of deployments.slice(0, 5)) {
    const { deploymentInfo } = (await lab.call("codedeploy", "GetDeployment", {
      deploymentId,
    })) as { deploymentInfo: DeploymentInfo };
    if (deploymentInfo.description === description) return deploymentId;
  }
  return undefined;
}
