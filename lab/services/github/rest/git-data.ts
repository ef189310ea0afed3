import { neededText, textOf, textsOf } from "../api/input.ts";
import { notFound, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import { APP } from "../app.ts";
import type { Need } from "../auth/authorise.ts";
import { type NewEntry, objectType, writeBlob, writeTree } from "../git/objects.ts";
import { isCommitId, readBlob, readCommit, resolveCommit } from "../git/read.ts";
import { commitTree } from "../git/write.ts";
import { loginOf } from "../model.ts";
import { commitOf, WEB_FLOW } from "../shape/commit.ts";
import { noReply } from "../shape/user.ts";

const READ: Need = { permissions: ["contents"], level: "read" };
const WRITE: Need = { permissions: ["contents"], level: "write" };

/** Objects of the git database: what a commit is put together from before any branch has it. */
export const GIT_DATA_ROUTES: Route[] = [
  repositoryRoute("git/get-blob", "GET /git/blobs/:sha", READ, getBlob),
  repositoryRoute("git/create-blob", "POST /git/blobs", WRITE, createBlob),
  repositoryRoute("git/create-tree", "POST /git/trees", WRITE, createTree),
  repositoryRoute("git/get-commit", "GET /git/commits/:sha", READ, async (call) => {
    const sha = await resolveCommit(call.folder, call.params.sha ?? "");
    if (!sha) throw notFound();
    return { status: 200, body: await gitCommitOf(call, sha) };
  }),
  repositoryRoute("git/create-commit", "POST /git/commits", WRITE, createCommit),
];

const urlOf = ({ hub, repository }: RepositoryCall, kind: string, sha: string) =>
  `${hub.api}/repos/${repository.owner}/${repository.name}/git/${kind}/${sha}`;

async function getBlob(call: RepositoryCall): Promise<Reply> {
  const sha = call.params.sha ?? "";
  if (!isCommitId(sha) || (await objectType(call.folder, sha)) !== "blob") throw notFound();
  const bytes = await readBlob(call.folder, sha);
  const content = bytes.toString("base64");
  const url = urlOf(call, "blobs", sha);
  return { status: 200, body: { sha, size: bytes.length, encoding: "base64", content, url } };
}

async function createBlob(call: RepositoryCall): Promise<Reply> {
  const encoding = textOf(call.body, "encoding") ?? "utf-8";
  if (encoding !== "utf-8" && encoding !== "base64")
    throw unprocessable("encoding must be utf-8 or base64");
  const content = neededText(call.body, "content");
  const bytes = Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
  const sha = await writeBlob(call.folder, bytes);
  return { status: 201, body: { sha, url: urlOf(call, "blobs", sha) } };
}

async function createTree(call: RepositoryCall): Promise<Reply> {
  const { folder, body } = call;
  const base = textOf(body, "base_tree");
  if (base && (!isCommitId(base) || !(await objectType(folder, base))))
    throw unprocessable("base_tree is not a valid tree oid");
  if (!Array.isArray(body.tree))
    throw unprocessable('Invalid request.\n\n"tree" wasn\'t supplied.');
  const entries: NewEntry[] = [];
  for (const one of body.tree as Record<string, unknown>[]) {
    const content = textOf(one, "content");
    const sha = content === undefined ? textOf(one, "sha") : undefined;
    if (sha && !(await objectType(folder, sha)))
      throw unprocessable(`tree.sha ${sha} is not a valid blob`);
    entries.push({
      path: neededText(one, "path"),
      mode: neededText(one, "mode"),
      sha: content === undefined ? sha : await writeBlob(folder, Buffer.from(content)),
    });
  }
  const sha = await writeTree(folder, base, entries);
  if (!sha) throw unprocessable("tree contains a malformed path component");
  return { status: 201, body: { sha, url: urlOf(call, "trees", sha), tree: [], truncated: false } };
}

/** A commit of the App that names no author is GitHub's own and counts as verified. */
async function createCommit(call: RepositoryCall): Promise<Reply> {
  const { hub, folder, body, actor } = call;
  const message = neededText(body, "message");
  const tree = neededText(body, "tree");
  const parents = textsOf(body, "parents") ?? [];
  if ((await objectType(folder, tree)) !== "tree") throw unprocessable("Tree SHA does not exist");
  for (const parent of parents)
    if ((await objectType(folder, parent)) !== "commit")
      throw unprocessable("Parent SHA does not exist or is not a commit object");
  const login = loginOf(actor);
  const given = signatureOf(body.author);
  const author = given ?? { name: login, email: noReply(login) };
  const committer = signatureOf(body.committer) ?? given ?? WEB_FLOW;
  const sha = await commitTree(folder, tree, { parents, message, author, committer });
  if (login === APP.login && committer === WEB_FLOW) hub.verified.put(sha, { commit: sha });
  return { status: 201, body: await gitCommitOf(call, sha) };
}

function signatureOf(value: unknown): { name: string; email: string } | undefined {
  if (value === undefined || value === null) return undefined;
  const { name, email } = value as { name?: unknown; email?: unknown };
  if (typeof name === "string" && typeof email === "string") return { name, email };
  throw unprocessable(`Invalid request.\n\n"email", "name" weren't supplied.`);
}

async function gitCommitOf({ hub, repository, folder }: RepositoryCall, sha: string) {
  const full = commitOf(hub, repository, await readCommit(folder, sha));
  const { author, committer, message, tree, verification, url } = full.commit;
  const { node_id, html_url, parents } = full;
  return { sha, node_id, url, html_url, author, committer, tree, message, parents, verification };
}
