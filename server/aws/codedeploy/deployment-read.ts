import "server-only";
import type { DeploymentInfo, RevisionLocation } from "@aws-sdk/client-codedeploy";
import type { DeploymentView } from "@/lib/releases/model";
import { iso } from "../timestamps";

/** Where a revision lies. `key` is its identity over deployments. */
export interface RevisionPlace {
  /** `s3://bucket/key?versionId=…`, `github://owner/name@commit` or the revision's own hash. */
  location: string;
  s3?: { bucket: string; key: string; versionId?: string };
}

export interface DeploymentRead
  extends Omit<
    DeploymentView,
    | "revision"
    | "previousRevision"
    | "eventNames"
    | "targets"
    | "targetCount"
    | "waitsFor"
    | "pipeline"
    | "continue"
  > {
  revision?: RevisionPlace;
  previousRevision?: RevisionPlace;
  /** Minutes that the new fleet waits for a person before it gets traffic; absent: it does not wait. */
  readyWaitMinutes?: number;
  /** Minutes that the old fleet is kept after the switch; absent: it is not terminated. */
  terminationWaitMinutes?: number;
  terminationWaitStarted: boolean;
}

export function revisionPlace(revision: RevisionLocation | undefined): RevisionPlace | undefined {
  const s3 = revision?.s3Location;
  if (s3?.bucket && s3.key) {
    const version = s3.version ? `?versionId=${s3.version}` : "";
    return {
      location: `s3://${s3.bucket}/${s3.key}${version}`,
      s3: { bucket: s3.bucket, key: s3.key, versionId: s3.version },
    };
  }
  const github = revision?.gitHubLocation;
  if (github?.repository) {
    return { location: `github://${github.repository}@${github.commitId ?? ""}` };
  }
  const hash = revision?.appSpecContent?.sha256 ?? revision?.string?.sha256;
  return hash ? { location: `sha256:${hash}` } : undefined;
}

/** AWS's shape into ours; absent stays absent. */
export function deploymentRead(info: DeploymentInfo): DeploymentRead {
  const overview = info.deploymentOverview;
  const rollback = info.rollbackInfo;
  const blueGreen = info.blueGreenDeploymentConfiguration;
  const ready = blueGreen?.deploymentReadyOption;
  const terminate = blueGreen?.terminateBlueInstancesOnDeploymentSuccess;
  return {
    id: info.deploymentId ?? "",
    application: info.applicationName ?? "",
    deploymentGroup: info.deploymentGroupName ?? "",
    status: info.status ?? "Created",
    type: info.deploymentStyle?.deploymentType ?? "IN_PLACE",
    config: info.deploymentConfigName ?? "",
    creator: info.creator ?? "user",
    description: info.description,
    createdAt: iso(info.createTime),
    startedAt: iso(info.startTime),
    completedAt: iso(info.completeTime),
    error: info.errorInformation && {
      code: info.errorInformation.code,
      message: info.errorInformation.message,
    },
    overview: {
      pending: overview?.Pending ?? 0,
      inProgress: overview?.InProgress ?? 0,
      succeeded: overview?.Succeeded ?? 0,
      failed: overview?.Failed ?? 0,
      skipped: overview?.Skipped ?? 0,
      ready: overview?.Ready ?? 0,
    },
    rollback:
      rollback?.rollbackDeploymentId || rollback?.rollbackTriggeringDeploymentId
        ? {
            of: rollback.rollbackTriggeringDeploymentId,
            by: rollback.rollbackDeploymentId,
            message: rollback.rollbackMessage,
          }
        : undefined,
    revision: revisionPlace(info.revision),
    previousRevision: revisionPlace(info.previousRevision),
    readyWaitMinutes:
      ready?.actionOnTimeout === "STOP_DEPLOYMENT" ? ready.waitTimeInMinutes : undefined,
    terminationWaitMinutes:
      terminate?.action === "TERMINATE" ? (terminate.terminationWaitTimeInMinutes ?? 0) : undefined,
    terminationWaitStarted: info.instanceTerminationWaitTimeStarted ?? false,
  };
}
