import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import { git } from "../../core/git.ts";
import { type CommitNote, sourceMetadata } from "./source-metadata.ts";

export const SOURCE_BUCKET = "code-build-source-lab";
/** More commits than this in one push are not looked at: the metadata could not hold them. */
const MOST_COMMITS = 50;

interface Published {
  repository: string;
  branch: string;
  commit: string;
}

/**
 * Puts the tree of every branch whose head changed into the source bucket. What was published is
 * kept in the store, so that a push that was cut off by a kill is published at the next start.
 */
export async function publishBranches(lab: Lab, root: string, repository: string): Promise<void> {
  const path = join(root, `${repository}.git`);
  const published = lab.store.collection<Published>("scm.published");
  const known = published.list(`${repository}/`);
  const listed = await git(path, [
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads",
  ]);
  const heads = listed
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [commit = "", ref = ""] = line.split(" ", 2);
      return { commit, branch: ref.slice("refs/heads/".length) };
    });
  for (const { commit, branch } of heads) {
    const id = `${repository}/${branch}`;
    const before = published.get(id)?.commit;
    if (before === commit) continue;
    const others = known.filter((one) => one.branch !== branch).map((one) => one.commit);
    const commits = await commitsBrought(path, commit, before ? [before] : others);
    await putTree(lab, path, `${repository}/${branch}/source.zip`, commits);
    published.put(id, { repository, branch, commit });
    lab.log("scm", "Published a branch.", { repository, branch, commit });
  }
  for (const { branch } of known) {
    if (!heads.some((head) => head.branch === branch)) published.delete(`${repository}/${branch}`);
  }
}

/** Newest first; the head alone when the push brought nothing that was not there already. */
async function commitsBrought(
  path: string,
  head: string,
  without: string[],
): Promise<CommitNote[]> {
  const range = [head, ...without.map((commit) => `^${commit}`)];
  const brought = await readCommits(path, [`--max-count=${MOST_COMMITS}`, ...range]).catch(
    () => [],
  );
  return brought[0]?.id === head ? brought : readCommits(path, ["--max-count=1", head]);
}

async function readCommits(path: string, args: string[]): Promise<CommitNote[]> {
  const format = "--format=%H%x00%s%x00%an%x00%cI";
  const fields = (await git(path, ["log", "-z", format, ...args, "--"])).split("\0");
  const commits: CommitNote[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [id = "", subject = "", author = "", time = ""] = fields.slice(at, at + 4);
    commits.push({ id, subject, author, at: time });
  }
  return commits;
}

async function putTree(lab: Lab, path: string, key: string, commits: CommitNote[]): Promise<void> {
  const head = commits[0] as CommitNote;
  const folder = join(lab.stateDir, "scm", "tmp");
  const file = join(folder, `${head.id}-${crypto.randomUUID()}.zip`);
  await mkdir(folder, { recursive: true });
  try {
    await git(path, ["archive", "--format=zip", "-o", file, head.id]);
    const metadata = sourceMetadata(commits);
    await lab.objects.put(
      SOURCE_BUCKET,
      key,
      { file },
      { metadata, contentType: "application/zip" },
    );
  } finally {
    await rm(file, { force: true });
  }
}
