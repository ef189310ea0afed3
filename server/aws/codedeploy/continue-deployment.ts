import "server-only";
import { ContinueDeploymentCommand } from "@aws-sdk/client-codedeploy";
import { callAws, type UpstreamCtx } from "../call-aws";
import { asRefusal } from "../refusal";
import { codedeploy } from "./client";

const REFUSED: Record<string, string> = {
  DeploymentIsNotInReadyStateException: "The deployment does not wait for anybody now.",
  DeploymentAlreadyCompletedException: "The deployment has ended.",
  UnsupportedActionForDeploymentTypeException: "Only a blue/green deployment waits.",
};

/** Ends a wait of a blue/green deployment. Needs codedeploy:ContinueDeployment. */
export async function continueWaiting(
  ctx: UpstreamCtx,
  deploymentId: string,
  wait: "READY_WAIT" | "TERMINATION_WAIT",
): Promise<void> {
  try {
    await callAws(ctx, "codedeploy", "ContinueDeployment", (options) =>
      codedeploy().send(
        new ContinueDeploymentCommand({ deploymentId, deploymentWaitType: wait }),
        options,
      ),
    );
  } catch (error) {
    throw asRefusal(error, REFUSED);
  }
}
