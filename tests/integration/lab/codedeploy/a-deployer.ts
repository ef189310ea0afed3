import {
  BatchGetDeploymentTargetsCommand,
  CodeDeployClient,
  CreateDeploymentCommand,
  type CreateDeploymentCommandInput,
  type DeploymentInfo,
  GetDeploymentCommand,
  type InstanceTarget,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { LabUnderTest } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";

const BUCKET = "code-build-artifacts-lab";
const FINISHED = ["Succeeded", "Failed", "Stopped"];

/** Deploys to a lab the way a client does, and reads how it went. */
export function aDeployer(lab: Pick<LabUnderTest, "endpoint">) {
  const client = {
    endpoint: lab.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const codedeploy = new CodeDeployClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  let serial = 0;

  const get = async (deploymentId: string): Promise<DeploymentInfo> => {
    const { deploymentInfo } = await codedeploy.send(new GetDeploymentCommand({ deploymentId }));
    if (!deploymentInfo) throw new Error(`There is no deployment ${deploymentId}.`);
    return deploymentInfo;
  };
  return {
    codedeploy,
    get,
    async deploy(
      bundle: Buffer | undefined,
      options: Partial<CreateDeploymentCommandInput> = {},
    ): Promise<string> {
      const key = `test/revision-${++serial}.zip`;
      if (bundle) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: bundle }));
      const { deploymentId } = await codedeploy.send(
        new CreateDeploymentCommand({
          applicationName: "lab-app",
          deploymentGroupName: "in-place",
          revision: { revisionType: "S3", s3Location: { bucket: BUCKET, key, bundleType: "zip" } },
          ...options,
        }),
      );
      return deploymentId ?? "";
    },
    /** Waits for the end of a deployment. */
    ended(deploymentId: string, deadlineMs = 30_000): Promise<DeploymentInfo> {
      return waitFor(
        `the end of ${deploymentId}`,
        async () => {
          const info = await get(deploymentId);
          return FINISHED.includes(info.status ?? "") && info;
        },
        deadlineMs,
      );
    },
    async targets(deploymentId: string): Promise<InstanceTarget[]> {
      const { targetIds = [] } = await codedeploy.send(
        new ListDeploymentTargetsCommand({ deploymentId }),
      );
      if (targetIds.length === 0) return [];
      const { deploymentTargets = [] } = await codedeploy.send(
        new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
      );
      return deploymentTargets.flatMap((each) =>
        each.instanceTarget ? [each.instanceTarget] : [],
      );
    },
  };
}

/** `Event: Status` for each event of a target, in order. */
export function eventsOf(target: InstanceTarget | undefined): string[] {
  return (target?.lifecycleEvents ?? []).map(
    (event) => `${event.lifecycleEventName}: ${event.status}`,
  );
}
