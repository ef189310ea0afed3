"use server";
import {
  ContinueDeploymentInput,
  DecideApprovalInput,
  RetryStageInput,
  StartPipelineInput,
} from "@/lib/releases/model";
import { defineAction } from "@/server/platform/define-action";
import { continueDeployment } from "./continue-deployment";
import { decideApproval } from "./decide-approval";
import { retryStage } from "./retry-stage";
import { startPipeline } from "./start-pipeline";

export const decideApprovalAction = defineAction({
  name: "release.decide",
  permission: "release.approve",
  input: DecideApprovalInput,
  target: (input) => `${input.pipeline}/${input.stage}/${input.action}`,
  why: (input) => input.comment,
  run: decideApproval,
});

export const startPipelineAction = defineAction({
  name: "release.start",
  permission: "release.run",
  input: StartPipelineInput,
  target: (input) => input.pipeline,
  run: startPipeline,
});

export const retryStageAction = defineAction({
  name: "release.retry",
  permission: "release.run",
  input: RetryStageInput,
  target: (input) => `${input.pipeline}/${input.stage}`,
  run: retryStage,
});

export const continueDeploymentAction = defineAction({
  name: "release.continue",
  permission: "release.run",
  input: ContinueDeploymentInput,
  target: (input) => input.deploymentId,
  run: continueDeployment,
});
