import "server-only";
import { targetId } from "@/lib/ami-updates/config";
import {
  AnalyseAgainInput,
  DecideUpdateInput,
  DryRunInput,
  LiftSkipInput,
  OverrideRejectionInput,
  RevertUpdateInput,
  RunDetectionInput,
} from "@/lib/ami-updates/inputs";
import type { ActionDefinition } from "@/server/platform/define-action";
import { analyseAgain } from "./analyse-again";
import { decideUpdate } from "./decide-update";
import { dryRun } from "./dry-run";
import { liftSkip } from "./lift-skip";
import { overrideRejection } from "./override-rejection";
import { revertUpdate } from "./revert-update";
import { runDetection } from "./run-detection";

type Told = { message: string };

export const decideUpdateDefinition: ActionDefinition<typeof DecideUpdateInput, Told> = {
  name: "ami.decide",
  permission: "ami.decide",
  input: DecideUpdateInput,
  target: ({ updateId }) => updateId,
  why: ({ comment }) => comment,
  run: decideUpdate,
};

export const liftSkipDefinition: ActionDefinition<typeof LiftSkipInput, Told> = {
  name: "ami.lift-skip",
  permission: "ami.decide",
  input: LiftSkipInput,
  target: targetId,
  why: ({ reason }) => reason,
  run: liftSkip,
};

export const overrideRejectionDefinition: ActionDefinition<typeof OverrideRejectionInput, Told> = {
  name: "ami.override",
  permission: "ami.decide",
  input: OverrideRejectionInput,
  target: ({ updateId }) => updateId,
  why: ({ reason }) => reason,
  run: overrideRejection,
};

export const runDetectionDefinition: ActionDefinition<typeof RunDetectionInput, Told> = {
  name: "ami.detect",
  permission: "ami.run",
  input: RunDetectionInput,
  target: ({ targets }) => targets?.map(targetId).join(", ").slice(0, 500) ?? "all clusters",
  run: runDetection,
};

export const dryRunDefinition: ActionDefinition<typeof DryRunInput, Told & { updateId: string }> = {
  name: "ami.dry-run",
  permission: "ami.run",
  input: DryRunInput,
  target: targetId,
  run: dryRun,
};

export const analyseAgainDefinition: ActionDefinition<typeof AnalyseAgainInput, Told> = {
  name: "ami.analyse",
  permission: "ami.run",
  input: AnalyseAgainInput,
  target: ({ updateId }) => updateId,
  run: analyseAgain,
};

export const revertUpdateDefinition: ActionDefinition<
  typeof RevertUpdateInput,
  Told & { url?: string }
> = {
  name: "ami.revert",
  permission: "ami.decide",
  input: RevertUpdateInput,
  target: ({ updateId }) => updateId,
  why: ({ reason }) => reason,
  run: revertUpdate,
};
