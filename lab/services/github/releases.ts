import { branchHead, refTarget, resolveCommit } from "./git/read.ts";
import { moveRef } from "./git/write.ts";
import type { GitHub } from "./github.ts";
import type { Release, RepositoryId } from "./model.ts";
import { DEFAULT_BRANCH } from "./repositories.ts";
import { below, type GitHubState, idOf } from "./state.ts";

export interface NewRelease {
  tag: string;
  title?: string;
  body?: string;
  target?: string;
  draft?: boolean;
  prerelease?: boolean;
  by: string;
  publishedAt?: Date;
}

/** Makes a release and, where the repository has a commit, its tag. Undefined when the tag has one already. */
export async function makeRelease(
  hub: GitHub,
  repository: RepositoryId,
  wanted: NewRelease,
): Promise<Release | undefined> {
  const folder = hub.folder(repository);
  const target = wanted.target ?? DEFAULT_BRANCH;
  const commit = (await branchHead(folder, target)) ?? (await resolveCommit(folder, target));
  const ref = `refs/tags/${wanted.tag}`;
  if (commit && !wanted.draft && !(await refTarget(folder, ref))) {
    await moveRef(folder, ref, commit, undefined);
  }
  const id = idOf(repository, wanted.tag);
  if (hub.releases.get(id)) return undefined;
  const at = wanted.publishedAt ?? new Date();
  const { owner, name } = repository;
  const release: Release = {
    owner,
    name,
    id: hub.nextId(),
    tag: wanted.tag,
    title: wanted.title ?? wanted.tag,
    body: wanted.body ?? "",
    target,
    author: wanted.by,
    draft: wanted.draft ?? false,
    prerelease: wanted.prerelease ?? false,
    createdAt: at,
    publishedAt: at,
  };
  hub.releases.put(id, release);
  return release;
}

/** Newest first, without drafts. */
export function listReleases(state: GitHubState, repository: RepositoryId): Release[] {
  const all = state.releases.list(below(repository)).filter((one) => !one.draft);
  return all.sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime() || b.id - a.id);
}

export const findRelease = (
  state: GitHubState,
  repository: RepositoryId,
  tag: string,
): Release | undefined => state.releases.get(idOf(repository, tag));
