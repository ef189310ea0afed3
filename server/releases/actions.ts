"use server";
import { defineAction } from "@/server/platform/define-action";
import {
  continueDefinition,
  decideDefinition,
  retryDefinition,
  startDefinition,
} from "./action-definitions";

export const decideApprovalAction = defineAction(decideDefinition);
export const startPipelineAction = defineAction(startDefinition);
export const retryStageAction = defineAction(retryDefinition);
export const continueDeploymentAction = defineAction(continueDefinition);
