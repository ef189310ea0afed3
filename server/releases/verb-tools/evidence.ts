import "server-only";
import { createHash } from "node:crypto";
import { revisionName } from "@/lib/releases/revision-text";
import type { Ctx } from "@/server/platform/ctx";
import { fleetsOf, readDefinition } from "../read-definition";
import { readRunningNow } from "../read-running-now";

/** SHA-256 hex over what a preview rests on. */
export const hashOf = (parts: readonly (string | number | boolean | undefined)[]): string =>
  createHash("sha256")
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest("hex");

export interface DeploysTo {
  /** `lab-app/in-place` */
  fleet: string;
  /** What runs there now, in words. */
  runsNow: string;
  /** Tells it from another. */
  revisionId?: string;
}

/** Where a stage deploys to, and what runs there now. @throws AppError upstream */
export async function whereStageDeploys(
  ctx: Ctx,
  pipeline: string,
  stage: string,
): Promise<DeploysTo[]> {
  const { stages } = await readDefinition(ctx, pipeline);
  const fleets = fleetsOf(stages.filter(({ name }) => name === stage));
  return Promise.all(
    fleets.map(async (fleet) => {
      const now = await readRunningNow(ctx, [fleet]);
      return {
        fleet: `${fleet.application}/${fleet.deploymentGroup}`,
        runsNow: now ? revisionName(now.revision) : "nothing yet",
        ...(now?.revision && { revisionId: now.revision.id }),
      };
    }),
  );
}
