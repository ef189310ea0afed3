import type { InboxItem } from "@/lib/inbox/model";
import type {
  ApprovalView,
  DeploymentView,
  ExecutionRow,
  FleetView,
  LifecycleEventView,
  PipelineRow,
  Revision,
  StageView,
  TargetView,
} from "@/lib/releases/model";

export const aRevision = (subject = "v1.0", id = "a".repeat(40)): Revision => ({
  source: "Source",
  id: `version-${id.slice(0, 4)}`,
  summary: subject,
  commit: { id, subject, author: "Ada" },
  commits: [{ id, subject, author: "Ada" }],
});

export const anExecution = (over: Partial<ExecutionRow> = {}): ExecutionRow => ({
  id: "11111111-2222-3333-4444-555555555555",
  status: "Succeeded",
  type: "STANDARD",
  revisions: [aRevision()],
  ...over,
});

export const aPipelineRow = (over: Partial<PipelineRow> = {}): PipelineRow => ({
  name: "lab-app",
  mode: "SUPERSEDED",
  stages: [
    { name: "Source", status: "Succeeded" },
    { name: "Production", status: "Succeeded" },
  ],
  waiting: false,
  latest: anExecution(),
  ...over,
});

export const aStage = (name: string, over: Partial<StageView> = {}): StageView => ({
  name,
  inbound: [],
  transition: { enabled: true },
  actions: [],
  retry: { allowed: false, why: "Nothing failed here." },
  ...over,
});

export const anApproval = (over: Partial<ApprovalView> = {}): ApprovalView => ({
  pipeline: "lab-app",
  stage: "Approval",
  action: "Approve",
  executionId: "exec-2",
  evidence: {
    runningNow: { executionId: "exec-1", revision: aRevision("v1.0", "a".repeat(40)) },
    wouldRun: { executionId: "exec-2", revisions: [aRevision("v1.1", "b".repeat(40))] },
    commitsBetween: [{ id: "b".repeat(40), subject: "v1.1", author: "Ada" }],
    commitsIncomplete: false,
    build: {
      buildId: "lab-app:1",
      status: "SUCCEEDED",
      tests: { total: 6, passed: 6, failed: 0, skipped: 0 },
    },
    alarms: [{ name: "failed-requests", state: "OK" }],
    missing: [],
  },
  evidenceHash: "0".repeat(64),
  readAt: "2026-11-24T03:00:00.000Z",
  ...over,
});

export const anEvent = (
  name: string,
  over: Partial<LifecycleEventView> = {},
): LifecycleEventView => ({ name, status: "Succeeded", ...over });

export const aTarget = (id: string, over: Partial<TargetView> = {}): TargetView => ({
  id,
  status: "Succeeded",
  events: [],
  ...over,
});

export const EVENTS = ["ApplicationStop", "Install", "ValidateService"];

/** v1.1: the first instance failed, the second was never reached. */
export const aFailedDeployment = (over: Partial<DeploymentView> = {}): DeploymentView => ({
  id: "d-FAILED",
  application: "lab-app",
  deploymentGroup: "in-place",
  status: "Failed",
  type: "IN_PLACE",
  config: "CodeDeployDefault.OneAtATime",
  creator: "user",
  createdAt: "2026-11-24T02:59:00.000Z",
  overview: { pending: 0, inProgress: 0, succeeded: 0, failed: 1, skipped: 1, ready: 0 },
  revision: { ...aRevision("v1.1", "b".repeat(40)), location: "s3://b/k" },
  eventNames: EVENTS,
  targets: [
    aTarget("i-1", {
      status: "Failed",
      events: [
        anEvent("ApplicationStop", {
          startedAt: "2026-11-24T03:00:00.000Z",
          endedAt: "2026-11-24T03:00:02.500Z",
        }),
        anEvent("Install"),
        anEvent("ValidateService", {
          status: "Failed",
          endedAt: "2026-11-24T03:00:09.000Z",
          diagnostics: {
            errorCode: "ScriptFailed",
            scriptName: "scripts/validate_service.sh",
            message:
              "Script at specified location: scripts/validate_service.sh failed with exit code 7",
            logTail: "[stderr]curl: (7) Failed to connect",
          },
        }),
      ],
    }),
    aTarget("i-2", {
      status: "Skipped",
      events: EVENTS.map((name) => anEvent(name, { status: "Skipped" })),
    }),
  ],
  targetCount: 2,
  continue: { allowed: false, why: "The deployment has ended." },
  rollback: { by: "d-ROLLBACK" },
  ...over,
});

export const aRollback = (over: Partial<DeploymentView> = {}): DeploymentView => ({
  ...aFailedDeployment(),
  id: "d-ROLLBACK",
  status: "Succeeded",
  creator: "codeDeployRollback",
  createdAt: "2026-11-24T03:01:00.000Z",
  revision: { ...aRevision("v1.0", "a".repeat(40)), location: "s3://b/k" },
  targets: [aTarget("i-1"), aTarget("i-2")],
  rollback: { of: "d-FAILED", message: "Rolled back" },
  ...over,
});

export const aFleet = (over: Partial<FleetView> = {}): FleetView => ({
  application: "lab-app",
  deploymentGroup: "in-place",
  instances: ["i-1", "i-2"].map((id) => ({
    id,
    health: "healthy",
    revision: { ...aRevision("v1.0", "a".repeat(40)), location: "s3://b/k" },
  })),
  deployments: [],
  missing: [],
  ...over,
});

export const anItem = (id: string, over: Partial<InboxItem> = {}): InboxItem => ({
  id,
  kind: "release-approval",
  title: `Approve ${id}`,
  place: "lab-app / Approval",
  href: "/releases/pipelines/lab-app",
  permission: "release.approve",
  detail: anApproval(),
  ...over,
});
