"use server";
import { defineAction } from "@/server/platform/define-action";
import {
  analyseAgainDefinition,
  decideUpdateDefinition,
  dryRunDefinition,
  liftSkipDefinition,
  overrideRejectionDefinition,
  revertUpdateDefinition,
  runDetectionDefinition,
} from "./action-definitions";

export const decideUpdateAction = defineAction(decideUpdateDefinition);
export const liftSkipAction = defineAction(liftSkipDefinition);
export const overrideRejectionAction = defineAction(overrideRejectionDefinition);
export const runDetectionAction = defineAction(runDetectionDefinition);
export const dryRunAction = defineAction(dryRunDefinition);
export const analyseAgainAction = defineAction(analyseAgainDefinition);
export const revertUpdateAction = defineAction(revertUpdateDefinition);
