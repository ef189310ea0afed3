import { neededText, textOf } from "../api/input.ts";
import { notFound, Refusal, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { commitFiles } from "../commit-files.ts";
import {
  branchHead,
  listBranches,
  listTree,
  readBlob,
  readCommit,
  readEntry,
  resolveCommit,
  type TreeEntry,
} from "../git/read.ts";
import type { Change } from "../git/write.ts";
import { DEFAULT_BRANCH } from "../repositories.ts";
import { commitOf } from "../shape/commit.ts";

const READ: Need = { permissions: ["contents"], level: "read" };
const WRITE: Need = { permissions: ["contents"], level: "write" };

/** Files through the contents API. */
export const CONTENT_ROUTES: Route[] = [
  repositoryRoute("repos/get-content", "GET /contents/*path", READ, getContent),
  repositoryRoute("repos/create-or-update-file-contents", "PUT /contents/*path", WRITE, putContent),
  repositoryRoute("repos/delete-file", "DELETE /contents/*path", WRITE, deleteContent),
];

/** Above this GitHub gives no content in JSON, only raw. */
const MOST_INLINE = 1024 * 1024;

async function getContent(call: RepositoryCall): Promise<Reply> {
  const { folder, params, query, accept } = call;
  const path = cleanPath(params.path ?? "");
  const ref = query.get("ref") || DEFAULT_BRANCH;
  const commit = await resolveCommit(folder, ref);
  if (!commit && (await listBranches(folder)).size === 0) {
    throw new Refusal(404, "This repository is empty.");
  }
  if (!commit) throw new Refusal(404, `No commit found for the ref ${ref}`);
  const entry = await readEntry(folder, commit, path);
  if (!entry) throw notFound();
  if (entry.type === "tree") {
    const children = await listTree(folder, entry.sha);
    const body = children.map((one) =>
      entryOf(call, { ...one, path: path ? `${path}/${one.path}` : one.path }, ref),
    );
    return { status: 200, body };
  }
  const bytes = await readBlob(folder, entry.sha);
  if (/\braw\b/.test(accept)) return { status: 200, body: bytes };
  const inline = bytes.length <= MOST_INLINE;
  const content = inline ? bytes.toString("base64").replace(/.{60}/g, "$&\n") : "";
  const body = {
    ...entryOf(call, entry, ref),
    content: content.length > 0 && !content.endsWith("\n") ? `${content}\n` : content,
    encoding: inline ? "base64" : "none",
  };
  return { status: 200, body };
}

async function putContent(call: RepositoryCall): Promise<Reply> {
  const path = cleanPath(call.params.path ?? "");
  const content = neededText(call.body, "content");
  const bare = content.replace(/\s/g, "");
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) throw unprocessable("content is not valid Base64");
  const bytes = Buffer.from(bare, "base64");
  const { commit, existed } = await writeFile(call, path, { path, bytes });
  const entry = await readEntry(call.folder, commit, path);
  if (!entry) throw new Error(`The file ${path} is not in the commit that was just made.`);
  return {
    status: existed ? 200 : 201,
    body: {
      content: entryOf(call, entry, branchOf(call)),
      commit: await gitCommitOf(call, commit),
    },
  };
}

async function deleteContent(call: RepositoryCall): Promise<Reply> {
  const path = cleanPath(call.params.path ?? "");
  const { commit } = await writeFile(call, path, { path, gone: true });
  return { status: 200, body: { content: null, commit: await gitCommitOf(call, commit) } };
}

const branchOf = ({ body }: RepositoryCall) =>
  (textOf(body, "branch") ?? DEFAULT_BRANCH).replace(/^refs\/heads\//, "");

async function writeFile(
  call: RepositoryCall,
  path: string,
  change: Change,
): Promise<{ commit: string; existed: boolean }> {
  const { hub, repository, folder, body, actor } = call;
  const message = neededText(body, "message");
  const branch = branchOf(call);
  const sha = textOf(body, "sha");
  const head = await branchHead(folder, branch);
  // The first file of an empty repository makes its default branch.
  const first = !head && branch === DEFAULT_BRANCH && (await listBranches(folder)).size === 0;
  if (!head && !first) throw new Refusal(404, `Branch ${branch} not found`);
  const entry = head ? await readEntry(folder, head, path) : undefined;
  if ("gone" in change && !entry) throw notFound();
  if (entry?.type === "tree") throw unprocessable(`Invalid request.\n\n"${path}" is a directory.`);
  if (entry && sha === undefined) {
    throw unprocessable(`Invalid request.\n\n"sha" wasn't supplied.`);
  }
  if (sha !== undefined && sha !== entry?.sha) {
    throw new Refusal(409, `${path} does not match ${sha}`);
  }
  const author = signatureOf(body.author);
  const committer = signatureOf(body.committer) ?? author;
  const outcome = await commitFiles(hub, {
    repository,
    branch,
    expected: head,
    changes: [change],
    message,
    actor,
    ...(author ? { author } : {}),
    ...(committer ? { committer } : {}),
  });
  if (outcome.kind === "protected") {
    throw new Refusal(409, `Could not update file: ${outcome.why}`);
  }
  if (outcome.kind === "moved") {
    const is = (await branchHead(folder, branch)) ?? "nothing";
    throw new Refusal(409, `is at ${is} but expected ${head}`);
  }
  return { commit: outcome.commit, existed: entry !== undefined };
}

function signatureOf(value: unknown): { name: string; email: string } | undefined {
  if (value === undefined || value === null) return undefined;
  const { name, email } = value as { name?: unknown; email?: unknown };
  if (typeof name === "string" && typeof email === "string") return { name, email };
  throw unprocessable(`Invalid request.\n\n"email", "name" weren't supplied.`);
}

/** No path leaves the repository or touches git's own files. */
function cleanPath(path: string): string {
  const trimmed = path.replace(/^\/+|\/+$/g, "");
  const parts = trimmed.split("/");
  const bad = (part: string) =>
    part === "" || part === "." || part === ".." || /^\.git$/i.test(part);
  if (trimmed !== "" && parts.some(bad))
    throw unprocessable("path contains a malformed path component");
  if (trimmed.includes("\0")) throw unprocessable("path contains a malformed path component");
  return trimmed;
}

function entryOf({ hub, repository }: RepositoryCall, entry: TreeEntry, ref: string) {
  const base = `${hub.api}/repos/${repository.owner}/${repository.name}`;
  const html = `${hub.site}/${repository.owner}/${repository.name}`;
  const path = entry.path.split("/").map(encodeURIComponent).join("/");
  const isFile = entry.type === "blob";
  const self = `${base}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const git = `${base}/git/${isFile ? "blobs" : "trees"}/${entry.sha}`;
  const page = `${html}/${isFile ? "blob" : "tree"}/${ref}/${path}`;
  return {
    name: entry.path.split("/").at(-1) ?? "",
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url: self,
    html_url: page,
    git_url: git,
    download_url: isFile ? `${html}/raw/${ref}/${path}` : null,
    type: isFile ? ("file" as const) : ("dir" as const),
    _links: { self, git, html: page },
  };
}

/** A commit as the git database gives it, which is what writes of files answer. */
async function gitCommitOf({ hub, repository, folder }: RepositoryCall, sha: string) {
  const full = commitOf(hub, repository, await readCommit(folder, sha));
  const { author, committer, message, tree, verification, url } = full.commit;
  const { node_id, html_url, parents } = full;
  return { sha, node_id, url, html_url, author, committer, tree, message, parents, verification };
}
