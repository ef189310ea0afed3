import { GitError, git, gitBytes } from "../../../core/git.ts";

/** What git itself takes as a branch's name, as far as it matters here. */
const BRANCH =
  /^(?!-)(?!.*(?:\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)))[^\s~^:?*[\\\p{Cc}/.][^\s~^:?*[\\\p{Cc}]*(?<![/.])$/u;

export const isBranchName = (name: string): boolean => name.length <= 255 && BRANCH.test(name);

export const isCommitId = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);

/** The commit that a branch, a tag, a full ref or an id (from 7 digits) names; undefined when there is none. */
export async function resolveCommit(folder: string, ref: string): Promise<string | undefined> {
  if (ref === "HEAD") return revParse(folder, "HEAD^{commit}");
  const names: string[] = [];
  if (isBranchName(ref)) {
    const plain = ref.replace(/^refs\//, "");
    if (/^(heads|tags)\//.test(plain)) names.push(`refs/${plain}`);
    names.push(`refs/heads/${ref}`, `refs/tags/${ref}`);
  }
  if (/^[0-9a-f]{7,40}$/.test(ref)) names.push(ref);
  for (const name of names) {
    const commit = await revParse(folder, `${name}^{commit}`);
    if (commit) return commit;
  }
  return undefined;
}

/** The commit at the head of a branch; undefined when there is none. */
export async function branchHead(folder: string, branch: string): Promise<string | undefined> {
  return isBranchName(branch) ? revParse(folder, `refs/heads/${branch}`) : undefined;
}

/** The object that a full ref points to; undefined when there is none. */
export const refTarget = (folder: string, ref: string): Promise<string | undefined> =>
  isBranchName(ref) ? revParse(folder, ref) : Promise.resolve(undefined);

async function revParse(folder: string, what: string): Promise<string | undefined> {
  try {
    const said = await git(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", what]);
    return said.trim() || undefined;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Every branch with its head, by name. */
export async function listBranches(folder: string): Promise<Map<string, string>> {
  const said = await git(folder, [
    "for-each-ref",
    "--format=%(objectname) %(refname)",
    "refs/heads",
  ]);
  const heads = new Map<string, string>();
  for (const line of said.split("\n").filter(Boolean)) {
    heads.set(line.slice(41).slice("refs/heads/".length), line.slice(0, 40));
  }
  return heads;
}

export interface TreeEntry {
  mode: string;
  type: "blob" | "tree" | "commit";
  sha: string;
  /** Bytes of a file. */
  size: number;
  path: string;
}

/** What lies at a path of a commit; the empty path is the root. Undefined when nothing does. */
export async function readEntry(
  folder: string,
  commit: string,
  path: string,
): Promise<TreeEntry | undefined> {
  if (path === "") {
    const sha = await revParse(folder, `${commit}^{tree}`);
    return sha ? { mode: "040000", type: "tree", sha, size: 0, path } : undefined;
  }
  const entries = await lsTree(folder, [commit, "--", path]);
  return entries.find((one) => one.path === path);
}

/** The entries of a tree, by name. */
export const listTree = (folder: string, tree: string): Promise<TreeEntry[]> =>
  lsTree(folder, [tree]);

async function lsTree(folder: string, args: string[]): Promise<TreeEntry[]> {
  const said = await git(folder, ["ls-tree", "-z", "-l", "--full-tree", ...args]);
  return said
    .split("\0")
    .filter(Boolean)
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode = "", type = "", sha = "", size = ""] = line.slice(0, tab).split(/ +/);
      return {
        mode,
        type: type as TreeEntry["type"],
        sha,
        size: Number(size) || 0,
        path: line.slice(tab + 1),
      };
    });
}

export const readBlob = (folder: string, sha: string): Promise<Buffer> =>
  gitBytes(folder, ["cat-file", "blob", sha]);

export interface Person {
  name: string;
  email: string;
  /** ISO 8601. */
  date: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
}

/** Newest first; `range` is what `git log` takes, e.g. `["main", "^other"]`. */
export async function readCommits(
  folder: string,
  range: string[],
  most = 250,
  path?: string,
): Promise<Commit[]> {
  const format = "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%ce%x00%cI%x00%B%x00%x01";
  const said = await git(folder, [
    "log",
    format,
    `--max-count=${most}`,
    ...range,
    "--",
    ...(path ? [path] : []),
  ]);
  return said
    .split("\0\u0001\n")
    .filter(Boolean)
    .map((text) => {
      const [
        sha = "",
        tree = "",
        parents = "",
        an = "",
        ae = "",
        ai = "",
        cn = "",
        ce = "",
        ci = "",
        message = "",
      ] = text.split("\0");
      return {
        sha,
        tree,
        parents: parents.split(" ").filter(Boolean),
        author: { name: an, email: ae, date: ai },
        committer: { name: cn, email: ce, date: ci },
        message: message.trimEnd(),
      };
    });
}

export async function readCommit(folder: string, sha: string): Promise<Commit> {
  const [commit] = await readCommits(folder, [sha], 1);
  if (!commit) throw new Error(`There is no commit ${sha}.`);
  return commit;
}

/** Ids of the commits that `after` has and `before` has not. */
export async function listNew(
  folder: string,
  after: string,
  before: string | undefined,
): Promise<Set<string>> {
  const said = await git(folder, ["rev-list", after, ...(before ? [`^${before}`] : [])]);
  return new Set(said.split("\n").filter(Boolean));
}

/** Whether `ancestor` is `commit` or lies before it. */
export async function isAncestor(
  folder: string,
  ancestor: string,
  commit: string,
): Promise<boolean> {
  try {
    await git(folder, ["merge-base", "--is-ancestor", ancestor, commit]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** The newest commit that both have; undefined when they have none. */
export async function mergeBase(folder: string, a: string, b: string): Promise<string | undefined> {
  try {
    return (await git(folder, ["merge-base", a, b])).trim() || undefined;
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
