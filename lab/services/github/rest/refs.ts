import { git } from "../../../core/git.ts";
import { neededText } from "../api/input.ts";
import { notFound, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { isAncestor, isBranchName, isCommitId, refTarget, resolveCommit } from "../git/read.ts";
import { moveRef } from "../git/write.ts";
import { loginOf } from "../model.ts";
import { whyProtected } from "../protection.ts";
import { DEFAULT_BRANCH } from "../repositories.ts";
import { nodeId } from "../shape/node-id.ts";
import type { Body } from "../shape/octokit-types.ts";

const READ: Need = { permissions: ["contents"], level: "read" };
const WRITE: Need = { permissions: ["contents"], level: "write" };

/** Refs of the git database. */
export const REF_ROUTES: Route[] = [
  repositoryRoute("git/get-ref", "GET /git/ref/*ref", READ, getRef),
  repositoryRoute("git/list-matching-refs", "GET /git/matching-refs/*ref", READ, listRefs),
  repositoryRoute("git/create-ref", "POST /git/refs", WRITE, createRef),
  repositoryRoute("git/update-ref", "PATCH /git/refs/*ref", WRITE, updateRef),
  repositoryRoute("git/delete-ref", "DELETE /git/refs/*ref", WRITE, deleteRef),
];

async function getRef(call: RepositoryCall): Promise<Reply> {
  const ref = `refs/${call.params.ref}`;
  const sha = await refTarget(call.folder, ref);
  if (!sha) throw notFound();
  return { status: 200, body: refOf(call, ref, sha) };
}

async function listRefs(call: RepositoryCall): Promise<Reply> {
  const wanted = `refs/${call.params.ref}`;
  const said = await git(call.folder, ["for-each-ref", "--format=%(objectname) %(refname)"]);
  const refs = said.split("\n").filter(Boolean);
  const body = refs
    .map((line) => ({ sha: line.slice(0, 40), ref: line.slice(41) }))
    .filter(({ ref }) => ref.startsWith(wanted))
    .map(({ ref, sha }) => refOf(call, ref, sha));
  return { status: 200, body };
}

async function createRef(call: RepositoryCall): Promise<Reply> {
  const ref = neededText(call.body, "ref");
  const sha = neededText(call.body, "sha");
  if (!/^refs\/(heads|tags)\/./.test(ref) || !isBranchName(ref)) {
    throw unprocessable(`${ref} is not a valid ref name.`);
  }
  const commit = await objectOf(call, sha);
  if (!(await moveRef(call.folder, ref, commit, undefined))) {
    throw unprocessable("Reference already exists");
  }
  await call.hub.settle(call.repository, loginOf(call.actor));
  return { status: 201, body: refOf(call, ref, commit) };
}

async function updateRef(call: RepositoryCall): Promise<Reply> {
  const { folder, hub, repository, actor, body } = call;
  const ref = `refs/${call.params.ref}`;
  const before = await refTarget(folder, ref);
  if (!before) throw unprocessable("Reference does not exist");
  const commit = await objectOf(call, neededText(body, "sha"));
  guardProtection(call, ref);
  if (body.force !== true && !(await isAncestor(folder, before, commit))) {
    throw unprocessable("Update is not a fast forward");
  }
  if (!(await moveRef(folder, ref, commit, before))) {
    throw unprocessable("Reference cannot be updated");
  }
  await hub.settle(repository, loginOf(actor));
  return { status: 200, body: refOf(call, ref, commit) };
}

async function deleteRef(call: RepositoryCall): Promise<Reply> {
  const { folder, hub, repository, actor } = call;
  const ref = `refs/${call.params.ref}`;
  const before = await refTarget(folder, ref);
  if (!before) throw unprocessable("Reference does not exist");
  if (ref === `refs/heads/${DEFAULT_BRANCH}`)
    throw unprocessable("Cannot delete the default branch");
  guardProtection(call, ref);
  if (!(await moveRef(folder, ref, undefined, before))) {
    throw unprocessable("Reference cannot be updated");
  }
  await hub.settle(repository, loginOf(actor));
  return { status: 204 };
}

function guardProtection({ hub, repository, actor }: RepositoryCall, ref: string): void {
  const branch = ref.slice("refs/heads/".length);
  const why = whyProtected(hub, repository, branch, actor);
  if (why) throw unprocessable(`Protected branch update failed for ${ref}. ${why}`);
}

async function objectOf({ folder }: RepositoryCall, sha: string): Promise<string> {
  if (!isCommitId(sha)) {
    throw unprocessable(
      "The sha parameter must be exactly 40 characters and contain only [0-9a-f].",
    );
  }
  const commit = await resolveCommit(folder, sha);
  if (!commit) throw unprocessable("Object does not exist");
  return commit;
}

function refOf({ hub, repository }: RepositoryCall, ref: string, sha: string) {
  const base = `${hub.api}/repos/${repository.owner}/${repository.name}/git`;
  return {
    ref,
    node_id: nodeId("REF", ref),
    url: `${base}/${ref}`,
    object: { sha, type: "commit", url: `${base}/commits/${sha}` },
  } satisfies Body<"GET /repos/{owner}/{repo}/git/ref/{ref}">;
}
