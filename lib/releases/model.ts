/**
 * What the console knows of releases, in the console's own words. Adapters translate AWS shapes
 * into these; screens read nothing else. All times are ISO 8601 strings in UTC; absent means AWS
 * did not say.
 */
import type { Eligibility } from "@/lib/platform/eligibility";
import type {
  ActionStatus,
  BUILD_PHASE_STATUSES,
  BuildStatus,
  DeploymentStatus,
  EventStatus,
  ExecutionStatus,
  StageStatus,
  TargetStatus,
} from "./statuses";

export * from "./inputs";
export * from "./statuses";

/* ---------- revisions ---------- */

/** A commit, as far as the source says so (the lab's SCM writes it into the object's metadata). */
export interface Commit {
  id: string;
  /** First line of the message. Text, never markup. */
  subject: string;
  author?: string;
  at?: string;
}

/** What a pipeline execution carries: one per source action. */
export interface Revision {
  /** The source action's name. */
  source: string;
  /** AWS's revision id: an S3 version id, a commit hash. */
  id: string;
  /** `revisionSummary`, for S3 the object's `codepipeline-artifact-revision-summary`. */
  summary?: string;
  url?: string;
  /** The head commit, where the source tells one. */
  commit?: Commit;
  /** All commits this revision brought, newest first, `commit` included; empty where the source does not say. */
  commits: Commit[];
  /** The revision brought more commits than `commits` could hold. */
  commitsIncomplete?: boolean;
}

/* ---------- pipelines ---------- */

export interface ActionView {
  name: string;
  category: "Source" | "Build" | "Test" | "Deploy" | "Approval" | "Invoke" | "Compute";
  /** `CodeBuild`, `CodeDeploy`, `S3`, `Manual`… */
  provider: string;
  runOrder: number;
  /** Absent: never ran. */
  status?: ActionStatus;
  actionExecutionId?: string;
  summary?: string;
  changedAt?: string;
  changedBy?: string;
  error?: { code?: string; message?: string };
  /** CodeBuild: the build id; CodeDeploy: the deployment id. */
  externalId?: string;
  externalUrl?: string;
  /** A manual approval that waits now. Its token stays on the server. */
  waitsForApproval: boolean;
}

export interface StageView {
  name: string;
  /** Absent: no execution was here yet. */
  status?: StageStatus;
  /** The execution that is or was last in this stage. Stages differ: never read a pipeline as one run. */
  executionId?: string;
  executionType?: "STANDARD" | "ROLLBACK";
  /** Executions that wait to enter. */
  inbound: { executionId: string; status?: StageStatus }[];
  transition: { enabled: boolean; disabledReason?: string; changedBy?: string; changedAt?: string };
  actions: ActionView[];
  /** Verdict for Retry, from lib/releases/eligibility.ts. */
  retry: Eligibility;
}

export interface ExecutionRow {
  id: string;
  status: ExecutionStatus;
  type: "STANDARD" | "ROLLBACK";
  mode?: "SUPERSEDED" | "QUEUED" | "PARALLEL";
  /** Why it started: `Webhook`, `StartPipelineExecution`, `AutomatedRollback`… and by what. */
  trigger?: { type: string; detail?: string };
  startedAt?: string;
  updatedAt?: string;
  statusSummary?: string;
  stopReason?: string;
  /** For a rollback: the execution it returned to. */
  rollbackTargetId?: string;
  revisions: Revision[];
}

/** A page of a pipeline's executions, newest first. */
export interface ExecutionPage {
  executions: ExecutionRow[];
  /** Give it back as `next` for the page after. */
  next?: string;
}

/** One run of an action within an execution; a retried action has several, the newest last. */
export interface ActionRun extends ActionView {
  startedAt?: string;
  endedAt?: string;
}

/** One execution through all stages of the pipeline. */
export interface ExecutionView extends ExecutionRow {
  pipeline: string;
  /** In the pipeline's order; a stage that this execution did not reach has no runs. */
  stages: { name: string; status?: StageStatus; runs: ActionRun[] }[];
}

/** One row of the list of pipelines. */
export interface PipelineRow {
  name: string;
  mode: "SUPERSEDED" | "QUEUED" | "PARALLEL";
  /** Absent: the row could not be read now (`problem` says why) or not yet. */
  stages?: Pick<StageView, "name" | "status" | "executionId">[];
  /** An approval waits here now. */
  waiting: boolean;
  latest?: ExecutionRow;
  /** Last change of anything in the pipeline. */
  changedAt?: string;
  problem?: { message: string };
}

export interface PipelineView {
  name: string;
  mode: "SUPERSEDED" | "QUEUED" | "PARALLEL";
  version: number;
  stages: StageView[];
  /** Newest first, the first page. */
  executions: ExecutionRow[];
  /** Approvals that wait now, each with the evidence to decide on. */
  approvals: ApprovalView[];
  /** The pipeline's deployment targets, for "what runs now". */
  fleets: FleetRef[];
  /** Verdict for Release change. */
  start: Eligibility;
  /** Parts that could not be read now, each one sentence. */
  missing: string[];
}

export interface FleetRef {
  application: string;
  deploymentGroup: string;
}

/* ---------- approvals ---------- */

/** What the person sees at the moment of decision; frozen and hashed: approving with another hash is `stale`. */
export interface Evidence {
  /** What runs in production now: per deployment group the last successful revision and execution. */
  runningNow?: { executionId?: string; revision?: Revision; deploymentId?: string; since?: string };
  wouldRun: { executionId: string; revisions: Revision[]; startedAt?: string };
  /** Newest first; the candidate's own included, production's excluded. */
  commitsBetween: Commit[];
  /** True when commits are known to be missing from `commitsBetween`. */
  commitsIncomplete: boolean;
  build?: {
    buildId: string;
    status: BuildStatus;
    durationMs?: number;
    tests?: { total: number; passed: number; failed: number; skipped: number };
  };
  alarms: { name: string; state: "OK" | "ALARM" | "INSUFFICIENT_DATA"; reason?: string }[];
  /** The last time a release failed in the stages after this approval. */
  lastFailure?: { executionId: string; at?: string; what: string };
  /** Parts of the evidence that could not be read now, each one sentence. Never silently left out. */
  missing: string[];
}

export interface ApprovalView {
  pipeline: string;
  stage: string;
  action: string;
  executionId: string;
  actionExecutionId?: string;
  /** The question, from the action's `CustomData`. */
  question?: string;
  reviewUrl?: string;
  waitingSince?: string;
  expiresAt?: string;
  /** Where the stages after it deploy to. */
  deploysTo?: FleetRef[];
  evidence: Evidence;
  /** SHA-256 over the canonical evidence (times that tick are left out). */
  evidenceHash: string;
  /** When the evidence was first read as it is; the snapshot's `confirmedAt` says until when it held. */
  readAt: string;
}

/* ---------- builds ---------- */

export interface BuildPhase {
  /** `SUBMITTED`, `INSTALL`, `PRE_BUILD`… */
  type: string;
  status?: (typeof BUILD_PHASE_STATUSES)[number];
  startedAt?: string;
  endedAt?: string;
  durationMs?: number;
  /** Why it failed, as CodeBuild says. */
  contexts: { code?: string; message?: string }[];
}

export interface BuildView {
  id: string;
  project: string;
  number?: number;
  status: BuildStatus;
  currentPhase?: string;
  initiator?: string;
  startedAt?: string;
  endedAt?: string;
  phases: BuildPhase[];
  tests?: { total: number; passed: number; failed: number; skipped: number };
  sourceVersion?: string;
  log?: { group: string; stream: string };
  /** The pipeline execution that asked for it, where known. */
  pipeline?: { name: string; executionId?: string };
}

/** A page of log lines; lines are numbered from 1 over the whole log. */
export interface LogPage {
  lines: { number: number; at: string; text: string }[];
  /** Give it back to read on; the same value twice means nothing new. */
  nextToken?: string;
  /** The build ended and all its lines were read. */
  complete: boolean;
}

/** Data of the topic `releases/build-log/<id>`: how much there is to fetch. */
export interface BuildLogState {
  lines: number;
  /** The build ended and all its lines are counted. */
  complete: boolean;
}

/* ---------- deployments ---------- */

export interface Diagnostics {
  errorCode:
    | "Success"
    | "ScriptMissing"
    | "ScriptNotExecutable"
    | "ScriptTimedOut"
    | "ScriptFailed"
    | "UnknownError";
  scriptName?: string;
  message?: string;
  /** At most 4 KB, the end of the script's output. Text, never markup. */
  logTail?: string;
}

export interface LifecycleEventView {
  name: string;
  status: EventStatus;
  startedAt?: string;
  endedAt?: string;
  diagnostics?: Diagnostics;
}

export interface TargetView {
  /** The instance id. */
  id: string;
  status: TargetStatus;
  /** Blue/green only: the old or the new fleet. */
  label?: "Blue" | "Green";
  updatedAt?: string;
  events: LifecycleEventView[];
}

export interface DeploymentView {
  id: string;
  application: string;
  deploymentGroup: string;
  status: DeploymentStatus;
  type: "IN_PLACE" | "BLUE_GREEN";
  config: string;
  /** `user`, `codeDeployRollback`… as AWS says. */
  creator: string;
  description?: string;
  createdAt?: string;
  startedAt?: string;
  completedAt?: string;
  error?: { code?: string; message?: string };
  overview: {
    pending: number;
    inProgress: number;
    succeeded: number;
    failed: number;
    skipped: number;
    ready: number;
  };
  revision?: Revision & { location: string };
  previousRevision?: Revision & { location: string };
  /** The story of a rollback, in both directions. */
  rollback?: {
    /** This deployment rolled back another one. */
    of?: string;
    /** Another deployment rolled this one back. */
    by?: string;
    message?: string;
  };
  /** Columns of the grid, in the documented order. */
  eventNames: string[];
  targets: TargetView[];
  /** More targets exist than are in `targets` (total count). */
  targetCount: number;
  /** Blue/green: what it waits for, and until when. */
  waitsFor?: { kind: "READY_WAIT" | "TERMINATION_WAIT"; until?: string };
  pipeline?: { name: string; executionId?: string };
  /** Verdict for Continue (`waitsFor` says which wait it would end). */
  continue: Eligibility;
}

export interface DeploymentRow {
  id: string;
  status: DeploymentStatus;
  creator: string;
  createdAt?: string;
  completedAt?: string;
  revision?: Revision & { location: string };
  rollback?: { of?: string; by?: string };
}

/* ---------- the fleet's truth ---------- */

/** An instance between two revisions: the last good one is no longer the whole truth. */
export interface ChangingInstance<R = Revision> {
  deploymentId: string;
  /** What was or is being put on it. */
  revision?: R;
  /** `failed`: the deployment ended on it without success, and nothing has repaired it yet. */
  state: "running" | "failed";
}

export interface FleetView {
  application: string;
  deploymentGroup: string;
  instances: {
    id: string;
    /** `InService`, `Terminating`… as Auto Scaling says. */
    lifecycle?: string;
    /** Load balancer's word: healthy, unhealthy, initial, draining, unused, unavailable. */
    health?: string;
    healthReason?: string;
    /** The revision that this instance runs right now: the last deployment that succeeded on it. */
    revision?: Revision & { location: string };
    deploymentId?: string;
    /** A deployment touched it and did not succeed on it since: `revision` is not the whole truth. */
    changing?: ChangingInstance;
    /** The old fleet of a blue/green deployment (its id), which keeps it for a way back. */
    keptBy?: string;
  }[];
  loadBalancer?: {
    name: string;
    dnsName?: string;
    url?: string;
    /** Sums over the last hour; absent where CloudWatch has no data. */
    requests?: number;
    /** Answers 5xx, the load balancer's own and the instances'. */
    failedRequests?: number;
  };
  /** Newest first, the first page. */
  deployments: DeploymentRow[];
  missing: string[];
}
