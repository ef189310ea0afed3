import { refTarget } from "../git/read.ts";
import type { GitHub } from "../github.ts";
import { readMergeability } from "../mergeability.ts";
import { type Actor, loginOf, type Pull } from "../model.ts";
import { findPull } from "../pulls.ts";
import { DEFAULT_BRANCH, type HostedRepository } from "../repositories.ts";
import { nodeId } from "../shape/node-id.ts";
import { below } from "../state.ts";
import { type CommitInput, createCommit } from "./create-commit.ts";
import { refFields, visible } from "./fields.ts";
import { typedError } from "./typed-error.ts";
import { type UpdateRefsInput, updateRefs } from "./update-refs.ts";

/** The resolvers of one request. */
export function createRoot(hub: GitHub, actor: Actor) {
  const login = loginOf(actor);
  return {
    viewer: { id: nodeId("U", login), login },
    rateLimit: {
      limit: 5000,
      cost: 1,
      remaining: 4999,
      resetAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repository = visible(actor, owner, name);
      return repositoryFields(hub, repository);
    },
    createCommitOnBranch: ({ input }: { input: CommitInput }) => createCommit(hub, actor, input),
    updateRefs: ({ input }: { input: UpdateRefsInput }) => updateRefs(hub, actor, input),
  };
}

function repositoryFields(hub: GitHub, repository: HostedRepository) {
  const folder = hub.folder(repository);
  const ref = async ({ qualifiedName }: { qualifiedName: string }) => {
    const full = qualifiedName.startsWith("refs/") ? qualifiedName : `refs/heads/${qualifiedName}`;
    const target = await refTarget(folder, full);
    return target ? refFields(hub, repository, full, target) : null;
  };
  return {
    id: nodeId("R", repository.id),
    name: repository.name,
    nameWithOwner: `${repository.owner}/${repository.name}`,
    isPrivate: repository.private,
    defaultBranchRef: () => ref({ qualifiedName: DEFAULT_BRANCH }),
    ref,
    pullRequest: ({ number }: { number: number }) => {
      const pull = findPull(hub, repository, number);
      if (pull) return pullFields(hub, pull);
      const message = `Could not resolve to a PullRequest with the number of ${number}.`;
      throw typedError("NOT_FOUND", message);
    },
    pullRequests: (wanted: PullQuery) => {
      const found = hub.pulls.list(below(repository)).filter((one) => {
        if (wanted.states && !wanted.states.includes(stateOf(one))) return false;
        if (wanted.headRefName && one.head.branch !== wanted.headRefName) return false;
        return !wanted.baseRefName || one.base.branch === wanted.baseRefName;
      });
      const shown = wanted.last ? found.slice(-wanted.last) : found.slice(0, wanted.first ?? 100);
      return { totalCount: found.length, nodes: shown.map((one) => pullFields(hub, one)) };
    },
  };
}

interface PullQuery {
  states?: string[];
  headRefName?: string;
  baseRefName?: string;
  first?: number;
  last?: number;
}

const stateOf = (pull: Pull) =>
  pull.merged ? "MERGED" : pull.state === "open" ? "OPEN" : "CLOSED";

function pullFields(hub: GitHub, pull: Pull) {
  return {
    id: nodeId("PR", pull.id),
    number: pull.number,
    title: pull.title,
    body: pull.body ?? "",
    state: stateOf(pull),
    url: `${hub.site}/${pull.owner}/${pull.name}/pull/${pull.number}`,
    headRefName: pull.head.branch,
    headRefOid: pull.head.commit,
    baseRefName: pull.base.branch,
    merged: pull.merged !== undefined,
    author: { login: pull.author.replace(/\[bot\]$/, "") },
    labels: { nodes: pull.labels.map((name) => ({ name })) },
    mergeable: async () => {
      const { mergeable } = await readMergeability(hub, pull);
      return mergeable === null ? "UNKNOWN" : mergeable ? "MERGEABLE" : "CONFLICTING";
    },
  };
}
