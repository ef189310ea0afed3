import "server-only";
import { analyseUpdate } from "../analyse-update";
import type { AmiParts, UpdateRun } from "../contracts";
import { notifyUpdate } from "../notify/notify-update";
import { proposeUpdate } from "../propose/propose-update";

/** Analyse → propose → notify, as the state machine has them. Each step may be repeated. @throws AppError */
export async function runSteps(parts: AmiParts, run: UpdateRun): Promise<{ updateId: string }> {
  const { updateId, next } = await analyseUpdate(parts, run);
  if (next === "nothing") return { updateId };
  if (next === "propose") await proposeUpdate(parts, { updateId });
  await notifyUpdate(parts, { updateId });
  return { updateId };
}
