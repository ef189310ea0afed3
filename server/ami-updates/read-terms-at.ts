import "server-only";
import type { Target } from "@/lib/ami-updates/config";
import type { GitNow } from "@/lib/ami-updates/rollout-input";
import type { AmiParts } from "./contracts";
import { readTerms } from "./manifest/read-terms";
import { destinationOf } from "./propose/destination";

/**
 * What Git asks for at one commit, which nothing can change any more: the evidence that a change was
 * taken back. @throws AppError when GitHub cannot be asked
 */
export async function readTermsAt(
  parts: Pick<AmiParts, "config"> & { github: Pick<AmiParts["github"], "readFile"> },
  target: Target,
  commit: string,
): Promise<GitNow> {
  const { at, path } = destinationOf(parts, target);
  const file = await parts.github.readFile(at, path, commit);
  const named = file && readTerms(file.bytes, target.nodeClass);
  return { repository: `${at.owner}/${at.name}`, commit, ...(named ? { named } : {}) };
}
