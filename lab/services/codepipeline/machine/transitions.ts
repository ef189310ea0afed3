/** EnableStageTransition and DisableStageTransition. An outbound transition is the inbound one of the next stage. */
import { AwsError } from "../../../core/aws-error.ts";
import type { Machine } from "./machine.ts";

export interface TransitionInput {
  stageName: string;
  transitionType: "Inbound" | "Outbound";
  reason?: string;
}

/** Enabling admits whoever waits. @throws AwsError StageNotFound, Validation */
export function setTransition(
  m: Machine,
  input: TransitionInput,
  enabled: boolean,
  by: string,
): void {
  const { stages } = m.pipeline.declaration;
  const index = stages.findIndex((one) => one.name === input.stageName);
  if (index < 0) {
    throw new AwsError(
      "StageNotFoundException",
      `Stage '${input.stageName}' was not found in pipeline '${m.pipeline.name}'.`,
    );
  }
  const stage = stages[input.transitionType === "Outbound" ? index + 1 : index];
  if (!stage) {
    const message = `Stage '${input.stageName}' is the last one and has no outbound transition.`;
    throw new AwsError("ValidationException", message);
  }
  m.pipeline.transitions[stage.name] = {
    enabled,
    lastChangedBy: by,
    lastChangedAt: m.now,
    ...(!enabled && input.reason ? { disabledReason: input.reason } : {}),
  };
}
