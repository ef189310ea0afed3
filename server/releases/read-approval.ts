import "server-only";
import { commitsBetween } from "@/lib/releases/commits-between";
import type {
  ApprovalView,
  BuildView,
  Evidence,
  ExecutionPage,
  ExecutionRow,
  FleetRef,
} from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { describeAlarms } from "@/server/aws/cloudwatch/describe-alarms";
import { getDeploymentGroup } from "@/server/aws/codedeploy/get-deployment-group";
import type { PipelineDefinition } from "@/server/aws/codepipeline/get-pipeline";
import {
  type ActionExecution,
  listActionExecutions,
} from "@/server/aws/codepipeline/list-action-executions";
import { now } from "@/server/platform/clock";
import { cached } from "./cached";
import { hashEvidence } from "./hash-evidence";
import { keepEvidence, sameAsKept } from "./keep-evidence";
import { readBuildResult } from "./read-build";
import { fleetsOf } from "./read-definition";
import { readExecution } from "./read-execution";
import { readPart } from "./read-part";
import { readRunningNow } from "./read-running-now";

/** An approval that waits now, before its evidence is known. */
export interface WaitingApproval {
  pipeline: string;
  stage: string;
  action: string;
  executionId: string;
  actionExecutionId?: string;
  waitingSince?: string;
}

/** AWS: "a manual approval action times out after seven days". */
const DEFAULT_TIMEOUT_MINUTES = 7 * 24 * 60;

/** The approval with all that a person should know before deciding. Parts that cannot be read are named. */
export async function readApproval(
  ctx: UpstreamCtx,
  definition: PipelineDefinition,
  page: ExecutionPage,
  waiting: WaitingApproval,
): Promise<ApprovalView> {
  const action = definition.stages
    .find((stage) => stage.name === waiting.stage)
    ?.actions.find((candidate) => candidate.name === waiting.action);
  const evidence = await readEvidence(ctx, definition, page, waiting);
  const place = { ...waiting, evidence };
  const view: ApprovalView = {
    ...place,
    question: action?.configuration.CustomData,
    reviewUrl: webUrl(action?.configuration.ExternalEntityLink),
    expiresAt:
      waiting.waitingSince &&
      new Date(
        Date.parse(waiting.waitingSince) +
          (action?.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES) * 60_000,
      ).toISOString(),
    deploysTo: fleetsOf(stagesAfter(definition, waiting.stage)),
    evidenceHash: hashEvidence(place),
    readAt: now().toISOString(),
  };
  const kept = sameAsKept(view);
  keepEvidence(kept);
  return kept;
}

/** Whoever wrote the pipeline wrote this link: only the web's own schemes are followed. */
const webUrl = (text: string | undefined): string | undefined =>
  text && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;

async function readEvidence(
  ctx: UpstreamCtx,
  definition: PipelineDefinition,
  page: ExecutionPage,
  waiting: WaitingApproval,
): Promise<Evidence> {
  const missing: string[] = [];
  const after = stagesAfter(definition, waiting.stage);
  const fleets = fleetsOf(after);
  const [wouldRun, runningNow, build, alarms, lastFailure] = await Promise.all([
    readPart(missing, "The waiting execution", undefined, () =>
      readCandidate(ctx, definition, page, waiting.executionId),
    ),
    readPart(missing, "What production runs", undefined, () => readRunningNow(ctx, fleets)),
    readPart(missing, "The build", undefined, () => readBuildOf(ctx, waiting)),
    readPart(missing, "The alarms", [], () => readAlarms(ctx, fleets)),
    readPart(missing, "The last failure", undefined, () =>
      readLastFailure(
        ctx,
        definition.name,
        after.map((stage) => stage.name),
      ),
    ),
  ]);
  const candidate = wouldRun ?? { id: waiting.executionId, revisions: [] };
  const between = commitsBetween(
    page.executions,
    candidate,
    runningNow?.revision,
    page.next !== undefined,
  );
  return {
    runningNow,
    wouldRun: {
      executionId: waiting.executionId,
      revisions: candidate.revisions,
      startedAt: wouldRun?.startedAt,
    },
    commitsBetween: between.commits,
    commitsIncomplete: between.incomplete,
    build,
    alarms,
    lastFailure,
    missing: missing.sort(),
  };
}

/** The stages behind the approval; deployments beside it in its own stage come after it too. */
function stagesAfter(definition: PipelineDefinition, stage: string): PipelineDefinition["stages"] {
  const at = definition.stages.findIndex((candidate) => candidate.name === stage);
  return at < 0 ? [] : definition.stages.slice(at);
}

async function readCandidate(
  ctx: UpstreamCtx,
  definition: PipelineDefinition,
  page: ExecutionPage,
  id: string,
): Promise<ExecutionRow> {
  return (
    page.executions.find((execution) => execution.id === id) ??
    (await readExecution(ctx, definition.name, id))
  );
}

async function readBuildOf(ctx: UpstreamCtx, waiting: WaitingApproval): Promise<Evidence["build"]> {
  const runs = await cached(
    `runs ${waiting.pipeline} ${waiting.executionId} ${waiting.actionExecutionId}`,
    60_000,
    () => listActionExecutions(ctx, waiting.pipeline, { executionId: waiting.executionId }),
  );
  const run = runs.find((candidate) => candidate.provider === "CodeBuild" && candidate.externalId);
  if (!run?.externalId) return undefined;
  const build = await readBuildResult(ctx, run.externalId);
  return {
    buildId: build.id,
    status: build.status,
    durationMs: durationMs(build),
    tests: build.tests,
  };
}

const durationMs = ({ startedAt, endedAt }: Pick<BuildView, "startedAt" | "endedAt">) =>
  startedAt && endedAt ? Date.parse(endedAt) - Date.parse(startedAt) : undefined;

async function readAlarms(ctx: UpstreamCtx, fleets: FleetRef[]): Promise<Evidence["alarms"]> {
  const groups = await Promise.all(
    fleets.map((fleet) =>
      cached(`group ${fleet.application}/${fleet.deploymentGroup}`, 60_000, () =>
        getDeploymentGroup(ctx, fleet),
      ),
    ),
  );
  return describeAlarms(ctx, [...new Set(groups.flatMap((group) => group.alarms))]);
}

async function readLastFailure(
  ctx: UpstreamCtx,
  pipeline: string,
  stages: string[],
): Promise<Evidence["lastFailure"]> {
  const runs = await cached(`recent runs ${pipeline}`, 5_000, () =>
    listActionExecutions(ctx, pipeline, { pages: 1 }),
  );
  const failed = runs.find(
    (run) => run.status === "Failed" && run.category !== "Approval" && stages.includes(run.stage),
  );
  if (!failed) return undefined;
  return { executionId: failed.executionId, at: failed.updatedAt, what: whatFailed(failed) };
}

const whatFailed = (run: ActionExecution): string => {
  const why = run.error?.message ?? run.summary;
  return why ? `${run.stage}: ${why}` : `${run.stage}: ${run.action} failed.`;
};
