import { authorise } from "../auth/authorise.ts";
import { commitFiles } from "../commit-files.ts";
import { branchHead, isCommitId, readEntry } from "../git/read.ts";
import type { Change } from "../git/write.ts";
import type { GitHub } from "../github.ts";
import type { Actor } from "../model.ts";
import { commitFields, refFields, visible } from "./fields.ts";
import { typedError } from "./typed-error.ts";

export interface CommitInput {
  clientMutationId?: string | null;
  branch: { repositoryNameWithOwner?: string | null; branchName?: string | null };
  message: { headline: string; body?: string | null };
  fileChanges?: {
    additions?: { path: string; contents: string }[] | null;
    deletions?: { path: string }[] | null;
  } | null;
  expectedHeadOid: string;
}

/** `createCommitOnBranch`: changed files as one commit, if the branch still is where the caller saw it. */
export async function createCommit(hub: GitHub, actor: Actor, input: CommitInput) {
  const [owner = "", name = ""] = (input.branch.repositoryNameWithOwner ?? "").split("/");
  const branch = (input.branch.branchName ?? "").replace(/^refs\/heads\//, "");
  const repository = visible(actor, owner, name);
  try {
    authorise(actor, repository, { permissions: ["contents"], level: "write" });
  } catch {
    throw typedError("FORBIDDEN", "Resource not accessible by integration");
  }
  const folder = hub.folder(repository);
  const expected = input.expectedHeadOid;
  const head = await branchHead(folder, branch);
  if (!head) {
    throw typedError("NOT_FOUND", `Could not resolve to a Branch with the name '${branch}'.`);
  }
  const stale = () =>
    typedError(
      "STALE_DATA",
      `Expected branch to point to "${expected}" but it did not.  Pull and try again.`,
    );
  if (!isCommitId(expected) || head !== expected) throw stale();
  const outcome = await commitFiles(hub, {
    repository,
    branch,
    expected: head,
    changes: await changesOf(folder, head, input.fileChanges),
    message: [input.message.headline, input.message.body].filter(Boolean).join("\n\n"),
    actor,
  });
  if (outcome.kind === "moved") throw stale();
  if (outcome.kind === "protected") {
    const why = `Protected branch update failed for refs/heads/${branch}.\n${outcome.why}`;
    throw typedError("UNPROCESSABLE", why);
  }
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: () => commitFields(hub, repository, outcome.commit),
    ref: refFields(hub, repository, `refs/heads/${branch}`, outcome.commit),
  };
}

async function changesOf(
  folder: string,
  head: string,
  wanted: CommitInput["fileChanges"],
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const { path } of wanted?.deletions ?? []) {
    if (!(await readEntry(folder, head, cleanPath(path)))) {
      const message = `A path was requested for deletion which does not exist as of commit oid \`${head}\``;
      throw typedError("UNPROCESSABLE", message);
    }
    changes.push({ path, gone: true });
  }
  for (const { path, contents } of wanted?.additions ?? []) {
    const bare = contents.replace(/\s/g, "");
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) {
      throw typedError("UNPROCESSABLE", "File contents must be valid Base64.");
    }
    changes.push({ path: cleanPath(path), bytes: Buffer.from(bare, "base64") });
  }
  return changes;
}

function cleanPath(path: string): string {
  const bad = (part: string) =>
    part === "" || part === "." || part === ".." || /^\.git$/i.test(part);
  if (!path.includes("\0") && !path.split("/").some(bad)) return path;
  throw typedError("UNPROCESSABLE", "A path was given that is not valid.");
}
