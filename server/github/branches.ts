import "server-only";
import { AppError } from "@/server/platform/errors";
import { type Connection, orAbsent, type Wire } from "./call-github";
import type { GitHub, RepositoryRef } from "./contracts";
import { inUrl } from "./files";
import { lacksGraphQl } from "./lacks-graphql";

const reads = { contents: "read" } as const;
const writes = { contents: "write" } as const;

/** Git references API. */
export const branches = (
  github: Connection,
): Pick<GitHub, "readBranch" | "createBranch" | "resetBranch" | "deleteBranch"> => ({
  readBranch: (at, branch) =>
    orAbsent(
      github.call(at, { operation: "readBranch", permissions: reads }, (wire) =>
        headOf(wire, at, branch),
      ),
    ),
  createBranch: (at, branch, commit) =>
    github.call(at, { operation: "createBranch", permissions: writes }, async ({ request }) => {
      await request("POST /repos/{owner}/{repo}/git/refs", {
        owner: at.owner,
        repo: at.name,
        ref: `refs/heads/${branch}`,
        sha: commit,
      });
    }),
  resetBranch: (at, branch, commit, expected) =>
    github.call(at, { operation: "resetBranch", permissions: writes }, (wire) =>
      moveBranch(wire, at, branch, commit, expected),
    ),
  deleteBranch: async (at, branch) => {
    await orAbsent(
      github.call(at, { operation: "deleteBranch", permissions: writes }, async ({ request }) => {
        await request(`DELETE /repos/{owner}/{repo}/git/refs/heads/${inUrl(branch)}`, {
          owner: at.owner,
          repo: at.name,
        });
      }),
    );
  },
});

export async function headOf(
  { request }: Wire,
  at: RepositoryRef,
  branch: string,
): Promise<string> {
  const { data } = await request(`GET /repos/{owner}/{repo}/git/ref/heads/${inUrl(branch)}`, {
    owner: at.owner,
    repo: at.name,
  });
  return (data as { object: { sha: string } }).object.sha;
}

const REPOSITORY_ID = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) { id }
}`;
const UPDATE_REFS = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/**
 * Refuses (`stale`) when the branch is elsewhere than expected. GraphQL compares and moves in one;
 * where the server has no such mutation the branch is looked at just before.
 */
export async function moveBranch(
  wire: Wire,
  at: RepositoryRef,
  branch: string,
  commit: string,
  expected: string,
): Promise<void> {
  try {
    return await compareAndMove(wire, at, branch, commit, expected);
  } catch (error) {
    await expectHead(wire, at, branch, expected);
    if (!lacksGraphQl(error)) throw error;
  }
  await wire.request(`PATCH /repos/{owner}/{repo}/git/refs/heads/${inUrl(branch)}`, {
    owner: at.owner,
    repo: at.name,
    sha: commit,
    force: true,
  });
}

async function compareAndMove(
  { graphql }: Wire,
  at: RepositoryRef,
  branch: string,
  afterOid: string,
  beforeOid: string,
): Promise<void> {
  const { repository } = await graphql<{ repository: { id: string } }>(REPOSITORY_ID, { ...at });
  const name = `refs/heads/${branch}`;
  await graphql(UPDATE_REFS, {
    input: {
      repositoryId: repository.id,
      refUpdates: [{ name, afterOid, beforeOid, force: true }],
    },
  });
}

export async function expectHead(
  wire: Wire,
  at: RepositoryRef,
  branch: string,
  expected: string,
): Promise<void> {
  if ((await headOf(wire, at, branch)) !== expected)
    throw new AppError("stale", `The branch ${branch} on ${at.owner}/${at.name} has moved on.`);
}
