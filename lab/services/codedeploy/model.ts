import type { FileExistsBehavior } from "../../fleet/agent/appspec.ts";

/** What CodeDeploy keeps. Times are milliseconds since 1970; shapes with AWS names are AWS's own. */

export interface S3Location {
  bucket: string;
  key: string;
  bundleType: "zip";
  version?: string;
  eTag?: string;
}

export interface RevisionLocation {
  revisionType: "S3";
  s3Location: S3Location;
}

export interface ApplicationRecord {
  name: string;
  id: string;
  createTime: number;
}

export interface RevisionRecord {
  applicationName: string;
  location: RevisionLocation;
  description?: string;
  registerTime: number;
  firstUsedTime?: number;
  lastUsedTime?: number;
  deploymentGroups: string[];
}

export interface ConfigRecord {
  name: string;
  id: string;
  minimumHealthyHosts: { type: "HOST_COUNT" | "FLEET_PERCENT"; value: number };
  createTime: number;
}

export type AutoRollbackEvent =
  | "DEPLOYMENT_FAILURE"
  | "DEPLOYMENT_STOP_ON_ALARM"
  | "DEPLOYMENT_STOP_ON_REQUEST";

export interface AutoRollbackConfiguration {
  enabled?: boolean;
  events?: AutoRollbackEvent[];
}

export interface AlarmConfiguration {
  enabled?: boolean;
  ignorePollAlarmFailure?: boolean;
  alarms?: { name?: string }[];
}

export interface DeploymentStyle {
  deploymentType: "IN_PLACE" | "BLUE_GREEN";
  deploymentOption: "WITH_TRAFFIC_CONTROL" | "WITHOUT_TRAFFIC_CONTROL";
}

export interface BlueGreenConfiguration {
  terminateBlueInstancesOnDeploymentSuccess?: {
    action?: "TERMINATE" | "KEEP_ALIVE";
    terminationWaitTimeInMinutes?: number;
  };
  deploymentReadyOption?: {
    actionOnTimeout?: "CONTINUE_DEPLOYMENT" | "STOP_DEPLOYMENT";
    waitTimeInMinutes?: number;
  };
  greenFleetProvisioningOption?: { action?: "DISCOVER_EXISTING" | "COPY_AUTO_SCALING_GROUP" };
}

export interface LoadBalancerInfo {
  elbInfoList?: { name?: string }[];
  targetGroupInfoList?: { name?: string }[];
}

export interface LastDeployment {
  deploymentId: string;
  status: DeploymentStatus;
  endTime?: number;
  createTime: number;
}

export interface GroupRecord {
  applicationName: string;
  name: string;
  id: string;
  configName: string;
  autoScalingGroups: string[];
  serviceRoleArn: string;
  alarmConfiguration?: AlarmConfiguration;
  autoRollbackConfiguration?: AutoRollbackConfiguration;
  deploymentStyle: DeploymentStyle;
  blueGreenDeploymentConfiguration?: BlueGreenConfiguration;
  loadBalancerInfo?: LoadBalancerInfo;
  outdatedInstancesStrategy?: "UPDATE" | "IGNORE";
  targetRevision?: RevisionLocation;
  lastSuccessfulDeployment?: LastDeployment;
  lastAttemptedDeployment?: LastDeployment;
}

export type DeploymentStatus =
  | "Created"
  | "Queued"
  | "InProgress"
  | "Succeeded"
  | "Failed"
  | "Stopped"
  | "Ready";

export const FINISHED: readonly DeploymentStatus[] = ["Succeeded", "Failed", "Stopped"];

export interface RollbackInfo {
  rollbackDeploymentId?: string;
  rollbackTriggeringDeploymentId?: string;
  rollbackMessage?: string;
}

export interface DeploymentRecord {
  deploymentId: string;
  applicationName: string;
  deploymentGroupName: string;
  deploymentGroupId: string;
  deploymentConfigName: string;
  revision: RevisionLocation;
  previousRevision?: RevisionLocation;
  status: DeploymentStatus;
  errorInformation?: { code: string; message: string };
  createTime: number;
  startTime?: number;
  completeTime?: number;
  description?: string;
  creator: "user" | "autoscaling" | "codeDeployRollback";
  ignoreApplicationStopFailures: boolean;
  updateOutdatedInstancesOnly: boolean;
  fileExistsBehavior: FileExistsBehavior;
  autoRollbackConfiguration?: AutoRollbackConfiguration;
  alarmConfiguration?: AlarmConfiguration;
  overrideAlarmConfiguration?: AlarmConfiguration;
  deploymentStyle: DeploymentStyle;
  blueGreenDeploymentConfiguration?: BlueGreenConfiguration;
  loadBalancerInfo?: LoadBalancerInfo;
  rollbackInfo?: RollbackInfo;
  instanceTerminationWaitTimeStarted: boolean;

  /* What the run needs to go on after a restart. */
  stopRequested?: { why: "request" | "alarm"; rollback?: boolean; alarms?: string[] };
  /** Blue/green: the Auto Scaling groups of the two fleets. */
  blueGroup?: string;
  greenGroup?: string;
  trafficSwitchedAt?: number;
  continued?: { ready?: boolean; termination?: boolean };
  readyDeadline?: number;
  terminationDeadline?: number;
  /** A blue/green rollback gives the traffic back to the old fleet of this deployment. */
  givesBackTrafficOf?: string;
}

export type EventStatus = "Pending" | "InProgress" | "Succeeded" | "Failed" | "Skipped" | "Unknown";

export interface EventRecord {
  name: string;
  status: EventStatus;
  startTime?: number;
  endTime?: number;
  diagnostics?: { errorCode: string; scriptName: string; message: string; logTail: string };
}

export interface TargetRecord {
  deploymentId: string;
  id: string;
  label?: "Blue" | "Green";
  status: "Pending" | "InProgress" | "Succeeded" | "Failed" | "Skipped" | "Unknown" | "Ready";
  lastUpdatedAt: number;
  events: EventRecord[];
}
