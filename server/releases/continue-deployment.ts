import "server-only";
import { canContinue } from "@/lib/releases/eligibility";
import { topics } from "@/lib/releases/keys";
import type { ContinueDeploymentInput } from "@/lib/releases/model";
import { continueWaiting } from "@/server/aws/codedeploy/continue-deployment";
import { wakeTopics } from "@/server/live/hub";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { readDeployment } from "./read-deployment";

/** Ends a wait of a blue/green deployment: send traffic now, or end the old instances now. */
export async function continueDeployment({
  ctx,
  input: { deploymentId, wait },
}: {
  ctx: Ctx;
  input: ContinueDeploymentInput;
}): Promise<{ message: string }> {
  const deployment = await readDeployment(ctx, deploymentId);
  const verdict = canContinue({
    role: ctx.person.role,
    stale: false,
    status: deployment.status,
    waitsFor: deployment.waitsFor?.kind,
    wait,
  });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  await continueWaiting(ctx, deploymentId, wait);
  wakeTopics([
    topics.deployment(deploymentId),
    topics.fleet(deployment.application, deployment.deploymentGroup),
  ]);
  return {
    message:
      wait === "READY_WAIT"
        ? "Traffic goes to the new instances now."
        : "The old instances are being ended now.",
  };
}
