import "server-only";
import { canLift } from "@/lib/ami-updates/eligibility";
import { imageKey } from "@/lib/ami-updates/image-key";
import type { LiftSkipInput } from "@/lib/ami-updates/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleParts } from "./console-parts";
import { nextOf } from "./detect/next-of";
import { detectOne } from "./detect-one";
import { lookAgain } from "./follow/look-again";
import { startUpdates } from "./start-updates";

/**
 * Lets an image be proposed again that a person had closed, and has it proposed. Who lifts does not
 * merge it. @throws AppError conflict when it is not skipped
 */
export async function liftSkip({
  ctx,
  input: { cluster, nodeClass, reason },
}: {
  ctx: Ctx;
  input: LiftSkipInput;
}): Promise<{ message: string }> {
  const parts = consoleParts();
  const target = { cluster, nodeClass };
  const detection = await detectOne(parts, target);
  const verdict = canLift({ role: ctx.person.role, stale: false, state: detection.state });
  if (!verdict.allowed) throw new AppError("conflict", verdict.why);
  const image = nextOf(detection);
  if (!image) throw new AppError("conflict", "The recommended image is not known now.");
  const by = ctx.person.email;
  await parts.store.lifts.add({
    ...target,
    image: imageKey(image),
    by,
    reason,
    at: parts.now().toISOString(),
  });
  const { started } = await startUpdates(parts, { targets: [target], startedBy: by });
  lookAgain();
  return {
    message: started.some((each) => each.started)
      ? `The skip of ${image.release} is lifted, and it is being proposed again.`
      : `The skip of ${image.release} is lifted.`,
  };
}
