import "server-only";
import {
  type ClusterSettings,
  type NodeClassSettings,
  settingsOf,
  type Target,
  targetId,
} from "@/lib/ami-updates/config";
import type { RepositoryRef } from "@/server/github/contracts";
import { AppError } from "@/server/platform/errors";
import type { AmiParts } from "../contracts";

/** What proposing stands on. */
export type ProposeParts = Pick<AmiParts, "config" | "github" | "store" | "now" | "consoleUrl">;

/** Where a target's change goes. */
export interface Destination {
  at: RepositoryRef;
  /** Branch that is merged into. */
  base: string;
  /** Our branch. */
  branch: string;
  path: string;
  cluster: ClusterSettings;
  nodeClass: NodeClassSettings;
}

/** @throws AppError not_found when the configuration no longer has the target */
export function destinationOf(
  parts: Pick<AmiParts, "config">,
  target: Target,
  prefix: "ami-update" | "ami-revert" = "ami-update",
): Destination {
  const settings = settingsOf(parts.config(), target);
  if (!settings)
    throw new AppError("not_found", `The configuration has no node class ${targetId(target)}.`);
  const { cluster, nodeClass } = settings;
  return {
    at: { owner: cluster.repository.owner, name: cluster.repository.name },
    base: cluster.repository.branch,
    branch: `${prefix}/${target.cluster}/${target.nodeClass}`,
    path: nodeClass.path,
    cluster,
    nodeClass,
  };
}
