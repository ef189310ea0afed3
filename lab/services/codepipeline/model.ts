/**
 * What CodePipeline keeps on disk. Times are epoch seconds with milliseconds, as the wire carries
 * them. The declaration types hold only what the lab reads; everything else a person sent is kept.
 */
export interface ActionTypeId {
  category: string;
  owner: string;
  provider: string;
  version: string;
}

export interface ActionDeclaration {
  name: string;
  actionTypeId: ActionTypeId;
  runOrder?: number;
  configuration?: Record<string, string>;
  inputArtifacts?: { name: string }[];
  outputArtifacts?: { name: string }[];
  roleArn?: string;
  region?: string;
  namespace?: string;
  /** Manual approvals only: 5 to 86400; AWS waits 7 days when it is absent. */
  timeoutInMinutes?: number;
}

export interface StageDeclaration {
  name: string;
  actions: ActionDeclaration[];
  onFailure?: {
    result?: string;
    retryConfiguration?: { retryMode?: RetryMode };
    conditions?: unknown[];
  };
  onSuccess?: unknown;
  beforeEntry?: unknown;
}

export type ExecutionMode = "SUPERSEDED" | "QUEUED" | "PARALLEL";
export type RetryMode = "FAILED_ACTIONS" | "ALL_ACTIONS";

export interface PipelineDeclaration {
  name: string;
  roleArn: string;
  artifactStore?: { type: string; location: string };
  artifactStores?: Record<string, { type: string; location: string }>;
  stages: StageDeclaration[];
  version?: number;
  executionMode?: ExecutionMode;
  pipelineType?: "V1" | "V2";
  variables?: { name: string; defaultValue?: string; description?: string }[];
  triggers?: unknown[];
}

export interface Transition {
  enabled: boolean;
  lastChangedBy?: string;
  lastChangedAt?: number;
  disabledReason?: string;
}

export interface PipelineRecord {
  name: string;
  /** The current structure; older ones are in their own collection. */
  declaration: PipelineDeclaration;
  version: number;
  created: number;
  updated: number;
  tags: { key: string; value: string }[];
  /** By stage name; absent means enabled and never changed. */
  transitions: Record<string, Transition>;
  /** By stage name: the execution that is or was last in it. */
  latestInStage: Record<string, string>;
  /** Number of the newest execution; they are ordered by it. */
  lastNumber: number;
}

export type ExecutionStatus =
  | "InProgress"
  | "Stopping"
  | "Stopped"
  | "Succeeded"
  | "Superseded"
  | "Failed"
  | "Cancelled";
export type StageStatus = Exclude<ExecutionStatus, "Superseded"> | "Skipped";
export type ActionStatus = "InProgress" | "Abandoned" | "Succeeded" | "Failed";

export interface Artifact {
  name: string;
  bucket: string;
  key: string;
}

export interface Revision {
  actionName: string;
  revisionId: string;
  revisionSummary?: string;
  revisionUrl?: string;
  /** The output artifact that carries it. */
  artifact?: string;
  created: number;
}

export interface ActionRun {
  id: string;
  action: string;
  /** Runs of an older cycle were thrown away by a retry of ALL_ACTIONS. */
  cycle: number;
  status: ActionStatus;
  startTime: number;
  lastUpdateTime: number;
  updatedBy?: string;
  summary?: string;
  externalExecutionId?: string;
  externalExecutionUrl?: string;
  logStreamARN?: string;
  errorDetails?: { code?: string; message?: string };
  /** Manual approvals: what PutApprovalResult must present. */
  token?: string;
  /** Manual approvals: epoch seconds after which the action fails. */
  expiresAt?: number;
  decision?: "Approved" | "Rejected";
  resolvedConfiguration?: Record<string, string>;
  inputs: Artifact[];
  outputs: Artifact[];
  outputVariables?: Record<string, string>;
}

export interface StageRun {
  status: StageStatus;
  cycle: number;
  startedAt: number;
  updatedAt: number;
  actions: ActionRun[];
  autoRetries: number;
  manualRetries: number;
  latestRetryTrigger?: "AutomatedStageRetry" | "ManualStageRetry";
}

/** Where an execution is: waiting before a stage, in it, or through. */
export type Position = { at: "inbound" | "stage"; stage: string } | { at: "ended" };

export interface Trigger {
  triggerType: string;
  triggerDetail?: string;
}

export interface SourceOverride {
  actionName: string;
  revisionType: string;
  revisionValue: string;
}

export interface ExecutionRecord {
  id: string;
  pipeline: string;
  number: number;
  /** Version of the structure that it started with. */
  version: number;
  mode: ExecutionMode;
  type: "STANDARD" | "ROLLBACK";
  status: ExecutionStatus;
  statusSummary?: string;
  startTime: number;
  lastUpdateTime: number;
  trigger: Trigger;
  stop?: { reason?: string; abandon: boolean };
  rollbackTarget?: string;
  position: Position;
  stages: Record<string, StageRun>;
  revisions: Revision[];
  artifacts: Record<string, Artifact>;
  /** By namespace: what actions gave out for `#{namespace.name}`. */
  variables: Record<string, Record<string, string>>;
  sourceOverrides: SourceOverride[];
  clientRequestToken?: string;
  /** 1, and one more with each retry of a stage. */
  attempt: number;
}
