import "server-only";
import { expectHead, moveBranch } from "./branches";
import type { Connection, Wire } from "./call-github";
import type { CommitFile, GitHub, RepositoryRef } from "./contracts";
import { inUrl } from "./files";
import { lacksGraphQl } from "./lacks-graphql";

const CREATE_COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/**
 * One file, one commit, by GitHub's own hand and therefore signed: no author is ever given. GraphQL
 * where the server has it, else the contents API; onto another parent by the git data API.
 */
export const commits = (github: Connection): Pick<GitHub, "commitFile"> => {
  let graphQl = true;
  return {
    commitFile: (at, change) =>
      github.call(
        at,
        { operation: "commitFile", permissions: { contents: "write" } },
        async (wire) => {
          if (change.parent !== undefined && change.parent !== change.expectedHead)
            return commitOnto(wire, at, change, change.parent);
          if (graphQl) {
            try {
              return await commitByGraphQl(wire, at, change);
            } catch (error) {
              if (!lacksGraphQl(error)) throw error;
              graphQl = false;
            }
          }
          return commitByContents(wire, at, change);
        },
      ),
  };
};

async function commitByGraphQl(
  { graphql }: Wire,
  at: RepositoryRef,
  change: CommitFile,
): Promise<string> {
  const [headline = "", ...rest] = change.message.split("\n");
  const answer = await graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(
    CREATE_COMMIT,
    {
      input: {
        branch: { repositoryNameWithOwner: `${at.owner}/${at.name}`, branchName: change.branch },
        expectedHeadOid: change.expectedHead,
        message: { headline, body: rest.join("\n").trim() },
        fileChanges: {
          additions: [{ path: change.path, contents: change.bytes.toString("base64") }],
        },
      },
    },
  );
  return answer.createCommitOnBranch.commit.oid;
}

/** The blob's sha locks the file; the head is looked at, for this API knows no lock on it. */
async function commitByContents(
  wire: Wire,
  at: RepositoryRef,
  change: CommitFile,
): Promise<string> {
  await expectHead(wire, at, change.branch, change.expectedHead);
  const { data } = await wire.request(`PUT /repos/{owner}/{repo}/contents/${inUrl(change.path)}`, {
    owner: at.owner,
    repo: at.name,
    message: change.message,
    content: change.bytes.toString("base64"),
    branch: change.branch,
    sha: change.blobSha,
  });
  return (data as { commit: { sha: string } }).commit.sha;
}

/** Until the branch is moved at the end nobody sees anything of it. */
async function commitOnto(
  wire: Wire,
  at: RepositoryRef,
  change: CommitFile,
  parent: string,
): Promise<string> {
  const repository = { owner: at.owner, repo: at.name };
  const { request } = wire;
  const base = await request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
    ...repository,
    commit_sha: parent,
  });
  const blob = await request("POST /repos/{owner}/{repo}/git/blobs", {
    ...repository,
    content: change.bytes.toString("base64"),
    encoding: "base64",
  });
  const tree = await request("POST /repos/{owner}/{repo}/git/trees", {
    ...repository,
    base_tree: base.data.tree.sha,
    tree: [{ path: change.path, mode: "100644", type: "blob", sha: blob.data.sha }],
  });
  const commit = await request("POST /repos/{owner}/{repo}/git/commits", {
    ...repository,
    message: change.message,
    tree: tree.data.sha,
    parents: [parent],
  });
  await moveBranch(wire, at, change.branch, commit.data.sha, change.expectedHead);
  return commit.data.sha;
}
