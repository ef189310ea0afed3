/** What CodeBuild keeps on disk, in the service model's shapes where they are on the wire. Times are epoch seconds. */
export interface EnvironmentVariable {
  name: string;
  value: string;
  type?: "PLAINTEXT" | "PARAMETER_STORE" | "SECRETS_MANAGER";
}

export interface ProjectSource {
  type: string;
  location?: string;
  buildspec?: string;
}

export interface ProjectArtifacts {
  type: string;
  location?: string;
  path?: string;
  name?: string;
  namespaceType?: string;
  packaging?: string;
}

export interface ProjectEnvironment {
  type: string;
  image: string;
  computeType: string;
  environmentVariables?: EnvironmentVariable[];
  privilegedMode?: boolean;
}

export interface Project {
  name: string;
  arn: string;
  description?: string;
  source: ProjectSource;
  sourceVersion?: string;
  artifacts: ProjectArtifacts;
  environment: ProjectEnvironment;
  serviceRole: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  tags?: { key: string; value: string }[];
  created: number;
  lastModified: number;
  logsConfig?: { cloudWatchLogs?: { status: string; groupName?: string; streamName?: string } };
}

export type Status = "SUCCEEDED" | "FAILED" | "FAULT" | "TIMED_OUT" | "IN_PROGRESS" | "STOPPED";

export const PHASES = [
  "SUBMITTED",
  "QUEUED",
  "PROVISIONING",
  "DOWNLOAD_SOURCE",
  "INSTALL",
  "PRE_BUILD",
  "BUILD",
  "POST_BUILD",
  "UPLOAD_ARTIFACTS",
  "FINALIZING",
  "COMPLETED",
] as const;
export type PhaseType = (typeof PHASES)[number];

export interface Phase {
  phaseType: PhaseType;
  phaseStatus?: Status;
  startTime: number;
  endTime?: number;
  durationInSeconds?: number;
  contexts?: { statusCode: string; message: string }[];
}

export interface Build {
  id: string;
  arn: string;
  buildNumber: number;
  startTime: number;
  endTime?: number;
  currentPhase: PhaseType;
  buildStatus: Status;
  sourceVersion?: string;
  resolvedSourceVersion?: string;
  projectName: string;
  phases: Phase[];
  source: ProjectSource;
  artifacts: { location?: string; sha256sum?: string; md5sum?: string };
  environment: ProjectEnvironment;
  serviceRole: string;
  logs: {
    groupName: string;
    streamName: string;
    deepLink: string;
    cloudWatchLogsArn: string;
    cloudWatchLogs: { status: string; groupName: string; streamName: string };
  };
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  buildComplete: boolean;
  initiator: string;
  exportedEnvironmentVariables?: { name: string; value: string }[];
  reportArns?: string[];
}

/** A build with what the wire does not show. */
export interface BuildRecord {
  build: Build;
  artifactsTarget: ProjectArtifacts;
  idempotencyToken?: string;
  stopRequested?: boolean;
}

/** Why a phase failed; `status` is what the phase and the build come to. */
export class PhaseFailure extends Error {
  readonly code: string;
  readonly status: Status;

  constructor(code: string, message: string, status: Status = "FAILED") {
    super(message);
    this.name = "PhaseFailure";
    this.code = code;
    this.status = status;
  }
}
