import { createHash } from "node:crypto";
import type { RepositoryId } from "../model.ts";
import { type GitHubState, idOf } from "../state.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";

/** A label in GitHub's form; one that was never described has a colour from its name. */
export function labelOf(state: GitHubState, repository: RepositoryId, name: string) {
  const known = state.labels.get(idOf(repository, name.toLowerCase()));
  const hash = createHash("sha256").update(name.toLowerCase()).digest();
  const id = known?.id ?? hash.readUInt32BE(0);
  return {
    id,
    node_id: nodeId("LA", id),
    url: `${state.api}/repos/${repository.owner}/${repository.name}/labels/${encodeURIComponent(name)}`,
    name: known?.label ?? name,
    description: known?.description ?? "",
    color: known?.color ?? "ededed",
    default: false,
  } satisfies Body<"GET /repos/{owner}/{repo}/labels/{name}">;
}
