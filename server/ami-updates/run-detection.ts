import "server-only";
import type { RunDetectionInput } from "@/lib/ami-updates/inputs";
import type { Detection } from "@/lib/ami-updates/model";
import { plural } from "@/lib/platform/format";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleParts } from "./console-parts";
import { lookAgain } from "./follow/look-again";
import { startUpdates } from "./start-updates";

/** Looks now, as the schedule does, and starts what is due. @throws AppError */
export async function runDetection({
  ctx,
  input: { targets },
}: {
  ctx: Ctx;
  input: RunDetectionInput;
}): Promise<{ message: string }> {
  const { started, detections } = await startUpdates(consoleParts(), {
    startedBy: ctx.person.email,
    ...(targets && { targets }),
  });
  lookAgain();
  if (detections.length === 0)
    throw new AppError("not_found", "The configuration has no such node class.");
  const problem = started.find((each) => each.problem)?.problem;
  if (problem && !started.some((each) => each.started)) throw new AppError("upstream", problem);
  return { message: told(detections, started.filter((each) => each.started).length) };
}

function told(detections: Detection[], started: number): string {
  const looked = `Looked at ${plural(detections.length, "node class", "node classes")}`;
  const unreadable = detections.filter(({ state }) => state === "unreadable").length;
  const parts = [
    started > 0 ? `${plural(started, "update", "updates")} started` : "nothing new to start",
    ...(unreadable > 0 ? [`${unreadable} could not be read`] : []),
  ];
  return `${looked}: ${parts.join(", ")}.`;
}
