import { authorise } from "../auth/authorise.ts";
import { isAncestor, refTarget, resolveCommit } from "../git/read.ts";
import { moveRef } from "../git/write.ts";
import type { GitHub } from "../github.ts";
import { type Actor, loginOf } from "../model.ts";
import { whyProtected } from "../protection.ts";
import { HOSTED } from "../repositories.ts";
import { nodeId } from "../shape/node-id.ts";
import { typedError } from "./typed-error.ts";

export interface UpdateRefsInput {
  clientMutationId?: string | null;
  repositoryId: string;
  refUpdates: {
    name: string;
    afterOid: string;
    beforeOid?: string | null;
    force?: boolean | null;
  }[];
}

/** `updateRefs` for one branch that is there: moved only if it still is at `beforeOid`. */
export async function updateRefs(hub: GitHub, actor: Actor, input: UpdateRefsInput) {
  const repository = HOSTED.find((one) => nodeId("R", one.id) === input.repositoryId);
  if (!repository)
    throw typedError(
      "NOT_FOUND",
      `Could not resolve to a node with the global id of '${input.repositoryId}'`,
    );
  try {
    authorise(actor, repository, { permissions: ["contents"], level: "write" });
  } catch {
    throw typedError("FORBIDDEN", "Resource not accessible by integration");
  }
  const [update, second] = input.refUpdates;
  if (!update || second) throw typedError("UNPROCESSABLE", "The lab updates one ref at a time.");
  const folder = hub.folder(repository);
  const { name, afterOid } = update;
  const now = await refTarget(folder, name);
  const after = await resolveCommit(folder, afterOid);
  const before = update.beforeOid ?? now;
  if (!now || !before || !after) throw typedError("UNPROCESSABLE", `${name} cannot be updated.`);
  const why = whyProtected(hub, repository, name.slice("refs/heads/".length), actor);
  if (why) throw typedError("UNPROCESSABLE", `Protected branch update failed for ${name}.\n${why}`);
  if (!update.force && !(await isAncestor(folder, before, after)))
    throw typedError("UNPROCESSABLE", "Update is not a fast forward");
  if (!(await moveRef(folder, name, after, before)))
    throw typedError("UNPROCESSABLE", `${name} is not at ${before}.`);
  await hub.settle(repository, loginOf(actor));
  return { clientMutationId: input.clientMutationId ?? null };
}
