import { authorise } from "../auth/authorise.ts";
import { readCommit } from "../git/read.ts";
import type { GitHub } from "../github.ts";
import type { Actor } from "../model.ts";
import { findHosted, type HostedRepository } from "../repositories.ts";
import { verificationOf } from "../shape/commit.ts";
import { typedError } from "./typed-error.ts";

/** The repository of a name, if the actor may read it. Throws `NOT_FOUND` in GitHub's words. */
export function visible(actor: Actor, owner: string, name: string): HostedRepository {
  const repository = findHosted(owner, name);
  try {
    if (repository) {
      authorise(actor, repository, { permissions: ["metadata"], level: "read" });
      return repository;
    }
  } catch {
    // What one may not see is said to be missing.
  }
  const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
  throw typedError("NOT_FOUND", message);
}

/** A ref and its commit. */
export function refFields(hub: GitHub, repository: HostedRepository, ref: string, oid: string) {
  const [, kind = "heads", ...name] = ref.split("/");
  return {
    name: name.join("/"),
    prefix: `refs/${kind}/`,
    target: () => commitFields(hub, repository, oid),
  };
}

/** A commit. */
export async function commitFields(hub: GitHub, repository: HostedRepository, oid: string) {
  const commit = await readCommit(hub.folder(repository), oid);
  const { verified } = verificationOf(hub, oid);
  return {
    oid,
    url: `${hub.site}/${repository.owner}/${repository.name}/commit/${oid}`,
    messageHeadline: commit.message.split("\n", 1)[0],
    signature: verified ? { isValid: true, wasSignedByGitHub: true } : null,
  };
}
