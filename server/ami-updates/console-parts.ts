import "server-only";
import { amiSettings, env } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { type AmiEngine, assembleAmiUpdates } from "./assemble";

/** The workflow is configured here. */
export const amiUpdatesOn = (): boolean => Boolean(amiSettings().SWITCHYARD_AMI_CONFIG);

/** The engine of this console process. @throws AppError not_found while the workflow is off */
export function consoleEngine(): AmiEngine {
  if (!amiUpdatesOn())
    throw new AppError("not_found", "AMI updates are not configured for this console.");
  return held("ami.engine", () =>
    assembleAmiUpdates(amiSettings(), { consoleUrl: env().NEXTAUTH_URL }),
  );
}

/** What the verbs of this console process stand on. @throws AppError not_found while the workflow is off */
export const consoleParts = (): AmiEngine["parts"] => consoleEngine().parts;
