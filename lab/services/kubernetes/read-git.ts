import { parseAllDocuments } from "yaml";
import type { Lab } from "../../core/contracts.ts";
import { folderOf, MANIFEST, REPOSITORY } from "./clusters.ts";
import { ALL_KINDS, apiVersionOf } from "./objects/kinds.ts";
import type { KubeObject } from "./objects/kube-object.ts";
import type { GitState } from "./world.ts";

/**
 * The folder of a cluster at the head of the branch; the last state again when the head has not moved.
 * Undefined when the repository or its branch is not there.
 */
export async function readGit(
  lab: Lab,
  cluster: string,
  last: GitState | undefined,
): Promise<GitState | undefined> {
  const { owner, name, branch } = REPOSITORY;
  const head = (await ask(lab, "Head", { owner, name, branch })) as { commit?: string } | undefined;
  const revision = head?.commit;
  if (!revision) return undefined;
  if (revision === last?.revision) return last;
  const path = `${folderOf(cluster)}/${MANIFEST}`;
  const file = (await ask(lab, "ReadFile", { owner, name, path, ref: revision })) as
    | { content?: string }
    | undefined;
  if (typeof file?.content !== "string")
    return { revision, manifests: [], problem: `${path} does not exist in the repository` };
  return { revision, ...parseManifests(file.content, path) };
}

/** A GitHub that is not there, or has no such file, is nothing to follow. */
async function ask(lab: Lab, operation: string, input: unknown): Promise<unknown> {
  try {
    return await lab.call("github", operation, input);
  } catch {
    return undefined;
  }
}

/** Documents of kinds that the cluster serves; one that cannot be read stops them all, as in Argo CD. */
export function parseManifests(text: string, path: string): Omit<GitState, "revision"> {
  const manifests: KubeObject[] = [];
  for (const document of parseAllDocuments(text)) {
    const [error] = document.errors;
    if (error)
      return { manifests: [], problem: `Failed to load ${path}: ${error.message.split("\n")[0]}` };
    const object = document.toJS() as KubeObject | null;
    if (object === null) continue;
    const served = ALL_KINDS.some(
      (kind) => kind.kind === object.kind && apiVersionOf(kind) === object.apiVersion,
    );
    if (!served || !object.metadata?.name)
      return {
        manifests: [],
        problem: `The cluster does not serve ${object.kind} of ${object.apiVersion}`,
      };
    manifests.push(object);
  }
  return { manifests };
}
