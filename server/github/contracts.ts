import "server-only";

/** GitHub as the console uses it; `github.ts` makes it from an App's credentials. All throw AppError. */
export interface GitHub {
  /**
   * A file's bytes at a branch or commit. Asked with the ETag of the last answer, so that an unchanged
   * file costs no rate limit. Undefined when there is no such file.
   */
  readFile(at: RepositoryRef, path: string, ref: string): Promise<RepositoryFile | undefined>;
  /** Commit at the head of a branch; undefined when there is none. */
  readBranch(at: RepositoryRef, branch: string): Promise<string | undefined>;
  createBranch(at: RepositoryRef, branch: string, commit: string): Promise<void>;
  /** Moves a branch of ours; refuses (`stale`) unless it is at `expected`. */
  resetBranch(at: RepositoryRef, branch: string, commit: string, expected: string): Promise<void>;
  deleteBranch(at: RepositoryRef, branch: string): Promise<void>;
  /**
   * One file, one commit, signed by GitHub where it can. `expectedHead` is the lock: another head is
   * `stale`. @returns the commit
   */
  commitFile(at: RepositoryRef, change: CommitFile): Promise<string>;
  /** Newest first, of a branch of this repository. */
  listPulls(
    at: RepositoryRef,
    query: { head?: string; state: "open" | "closed" | "all"; labels?: string[] },
  ): Promise<PullRequest[]>;
  readPull(at: RepositoryRef, number: number): Promise<PullRequest | undefined>;
  openPull(
    at: RepositoryRef,
    pull: { title: string; body: string; head: string; base: string; labels: string[] },
  ): Promise<PullRequest>;
  updatePull(
    at: RepositoryRef,
    number: number,
    change: {
      title?: string;
      body?: string;
      state?: "open" | "closed";
      /** All of them, in place of those it has. */
      labels?: string[];
    },
  ): Promise<void>;
  comment(at: RepositoryRef, number: number, body: string): Promise<void>;
  /** Refuses (`stale`) when the head is not `expectedHead`; `conflict` when GitHub does, with its reason. @returns the merge commit */
  merge(
    at: RepositoryRef,
    number: number,
    how: { expectedHead: string; title: string; message: string },
  ): Promise<string>;
  /** Check runs and commit statuses of a commit, folded. */
  readChecks(at: RepositoryRef, commit: string): Promise<Check[]>;
  /** Whether `commit` is `ancestor` or a descendant of it; undefined when either is not known. */
  isDescendant(at: RepositoryRef, ancestor: string, commit: string): Promise<boolean | undefined>;
  /** Files that a pull request changes, with added and removed lines, from the comparison of both commits. */
  compare(at: RepositoryRef, base: string, head: string): Promise<ChangedFile[]>;
  /** Commits that `head` has and `base` has not, oldest first, at most 250; empty when it has none. */
  listCommits(at: RepositoryRef, base: string, head: string): Promise<BranchCommit[]>;
  /** A release by its tag; undefined when there is none. */
  readRelease(at: RepositoryRef, tag: string): Promise<Release | undefined>;
  /** Newest first, at most `limit`. */
  listReleases(at: RepositoryRef, limit: number): Promise<Release[]>;
  /** Slug of our own App: `switchyard[bot]` is who our pull requests are by. */
  appLogin(): Promise<string>;
}

export interface RepositoryRef {
  owner: string;
  name: string;
}

export interface RepositoryFile {
  /** As they are: encoding, line ends and BOM matter. */
  bytes: Buffer;
  blobSha: string;
}

export interface CommitFile {
  branch: string;
  path: string;
  bytes: Buffer;
  /** The blob that is replaced. */
  blobSha: string;
  expectedHead: string;
  /**
   * The commit's parent, where it is not the head: commit first, then move the branch there in one
   * step. A branch that stands at its base even for a moment makes GitHub close its pull request for good.
   */
  parent?: string;
  /** First line is the title. */
  message: string;
}

export interface BranchCommit {
  commit: string;
  parents: string[];
  /** Login where GitHub knows it (`switchyard[bot]`), else the name in the commit. */
  author: string;
  title: string;
}

export interface PullRequest {
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  merged: boolean;
  mergedAt?: string;
  closedAt?: string;
  mergeCommit?: string;
  /** Undefined while GitHub works it out. */
  mergeable?: boolean;
  /** `clean`, `dirty` (conflict), `blocked`, `behind`, `unstable`, … */
  mergeableState?: string;
  head: { branch: string; commit: string };
  base: { branch: string; commit: string };
  labels: string[];
  author: string;
  /** Who merged it, where told. */
  mergedBy?: string;
  /** For people. */
  url: string;
  createdAt: string;
  updatedAt: string;
}

export interface Check {
  name: string;
  state: "succeeded" | "failed" | "running" | "queued" | "skipped";
  url?: string;
}

export interface ChangedFile {
  path: string;
  status: string;
  additions: number;
  deletions: number;
  patch?: string;
}

export interface Release {
  tag: string;
  name: string;
  body: string;
  url: string;
  publishedAt?: string;
  prerelease: boolean;
}
