import "server-only";
import {
  ContinueDeploymentInput,
  DecideApprovalInput,
  RetryStageInput,
  StartPipelineInput,
} from "@/lib/releases/model";
import type { ActionDefinition } from "@/server/platform/define-action";
import { continueDeployment } from "./continue-deployment";
import { decideApproval } from "./decide-approval";
import { retryStage } from "./retry-stage";
import { startPipeline } from "./start-pipeline";

export const decideDefinition: ActionDefinition<typeof DecideApprovalInput, { message: string }> = {
  name: "release.decide",
  permission: "release.approve",
  input: DecideApprovalInput,
  target: (input) => `${input.pipeline}/${input.stage}/${input.action}`,
  why: (input) => input.comment,
  run: decideApproval,
};

export const startDefinition: ActionDefinition<
  typeof StartPipelineInput,
  { message: string; executionId: string }
> = {
  name: "release.start",
  permission: "release.run",
  input: StartPipelineInput,
  target: (input) => input.pipeline,
  run: startPipeline,
};

export const retryDefinition: ActionDefinition<typeof RetryStageInput, { message: string }> = {
  name: "release.retry",
  permission: "release.run",
  input: RetryStageInput,
  target: (input) => `${input.pipeline}/${input.stage}`,
  run: retryStage,
};

export const continueDefinition: ActionDefinition<
  typeof ContinueDeploymentInput,
  { message: string }
> = {
  name: "release.continue",
  permission: "release.run",
  input: ContinueDeploymentInput,
  target: (input) => input.deploymentId,
  run: continueDeployment,
};
