import { AwsError } from "../../core/aws-error.ts";
import type { Operation } from "../../core/contracts.ts";
import { commitFiles } from "./commit-files.ts";
import { branchHead, isAncestor, readBlob, readEntry, resolveCommit } from "./git/read.ts";
import type { GitHub } from "./github.ts";
import { findRelease, makeRelease } from "./releases.ts";
import { DEFAULT_BRANCH, findHosted, HOSTED, type HostedRepository } from "./repositories.ts";
import { idOf } from "./state.ts";

/** Who writes what the lab itself brings. */
const SEEDER = "lab-maintainer";
/** Git over HTTP says no login. */
const PUSHER = "octavia";

/**
 * What other services of the lab ask in process (`lab.call("github", …)`). Each takes
 * `{owner, name, …}`; what is not there is `ResourceNotFoundException`.
 */
export function createOperations(hub: GitHub): Record<string, Operation> {
  return {
    /** `{name}`: somebody pushed with git; resolves when everything that follows is done. */
    async TakePush({ name }: { name: string }) {
      const repository = HOSTED.find((one) => one.name === name);
      if (repository) await hub.settle(repository, PUSHER);
      return {};
    },
    /** `{owner, name, branch?}` → `{commit?}`. */
    async Head(input: { owner: string; name: string; branch?: string }) {
      const folder = hub.folder(repositoryOf(input));
      return { commit: await branchHead(folder, input.branch ?? DEFAULT_BRANCH) };
    },
    /** `{owner, name, ancestor, commit}` → `{isAncestor}`. */
    async IsAncestor(input: { owner: string; name: string; ancestor: string; commit: string }) {
      const folder = hub.folder(repositoryOf(input));
      return { isAncestor: await isAncestor(folder, input.ancestor, input.commit) };
    },
    /** `{owner, name, path, ref?}` → `{content, bytes, blobSha, commit}`. */
    async ReadFile(input: { owner: string; name: string; path: string; ref?: string }) {
      const folder = hub.folder(repositoryOf(input));
      const commit = await resolveCommit(folder, input.ref ?? DEFAULT_BRANCH);
      const entry = commit && (await readEntry(folder, commit, input.path));
      if (!commit || !entry || entry.type !== "blob") {
        throw missing(`There is no file ${input.path} at ${input.ref ?? DEFAULT_BRANCH}.`);
      }
      const bytes = await readBlob(folder, entry.sha);
      return { content: bytes.toString("utf8"), bytes, blobSha: entry.sha, commit };
    },
    /** `{owner, name, path, content, message, branch?, by?}` → `{commit, changed}`; content that is there already makes no commit. */
    PutFile: ({ path, content, ...input }) =>
      putFiles(hub, { ...input, files: [{ path, content }] }),
    /** The same with `files: [{path, content}]`: one commit. */
    PutFiles: (input) => putFiles(hub, input),
    /** `{owner, name, tag, title?, body?, by?, prerelease?, publishedAt?}` → `{release, made}`; a tag that has one keeps it. */
    async CreateRelease(input) {
      const repository = repositoryOf(input);
      const { tag, title, body, prerelease, publishedAt, by = SEEDER } = input;
      const made = await makeRelease(hub, repository, {
        tag,
        by,
        ...(title === undefined ? {} : { title }),
        ...(body === undefined ? {} : { body }),
        ...(prerelease === undefined ? {} : { prerelease }),
        ...(publishedAt === undefined ? {} : { publishedAt: new Date(publishedAt) }),
      });
      return { release: made ?? findRelease(hub, repository, tag), made: made !== undefined };
    },
    /** `{owner, name, tag}`: takes a release back. */
    DeleteRelease(input: { owner: string; name: string; tag: string }) {
      return { deleted: hub.releases.delete(idOf(repositoryOf(input), input.tag)) };
    },
  };
}

function repositoryOf({ owner, name }: { owner: string; name: string }): HostedRepository {
  const repository = findHosted(owner, name);
  if (!repository) throw missing(`The lab's GitHub has no repository ${owner}/${name}.`);
  return repository;
}

const missing = (message: string) => new AwsError("ResourceNotFoundException", message, 404);

/** How often a file is put again when the branch moved in between. */
const TRIES = 5;

async function putFiles(
  hub: GitHub,
  input: {
    owner: string;
    name: string;
    files: { path: string; content: string | Buffer }[];
    message: string;
    branch?: string;
    by?: string;
  },
): Promise<{ commit: string; changed: boolean }> {
  const repository = repositoryOf(input);
  const folder = hub.folder(repository);
  const { message, branch = DEFAULT_BRANCH, by = SEEDER } = input;
  const files = input.files.map(({ path, content }) => ({ path, bytes: Buffer.from(content) }));
  for (let tries = 0; tries < TRIES; tries++) {
    const head = await branchHead(folder, branch);
    const from = head ?? (await branchHead(folder, DEFAULT_BRANCH));
    const changes = [];
    for (const file of files) {
      const entry = from ? await readEntry(folder, from, file.path) : undefined;
      const same = entry?.type === "blob" && (await readBlob(folder, entry.sha)).equals(file.bytes);
      if (!same) changes.push(file);
    }
    if (head && changes.length === 0) return { commit: head, changed: false };
    const outcome = await commitFiles(hub, {
      repository,
      branch,
      expected: head,
      ...(from && !head ? { startsAt: from } : {}),
      changes: changes.length > 0 ? changes : files,
      message,
      actor: { kind: "person", login: by, key: "lab" },
    });
    if (outcome.kind === "made") return { commit: outcome.commit, changed: true };
    if (outcome.kind === "protected") throw new AwsError("ConflictException", outcome.why, 409);
  }
  throw new AwsError("ConflictException", `The branch ${branch} kept moving.`, 409);
}
