import "server-only";
import { type Target, targetId } from "@/lib/ami-updates/config";
import type { Detection } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import type { AmiParts } from "./contracts";
import { detectUpdates } from "./detect-updates";

/** One target as it stands now. @throws AppError not_found when it is not configured */
export async function detectOne(parts: AmiParts, target: Target): Promise<Detection> {
  const [detection] = await detectUpdates(parts, { targets: [target] });
  if (!detection)
    throw new AppError("not_found", `The configuration has no node class ${targetId(target)}.`);
  return detection;
}
