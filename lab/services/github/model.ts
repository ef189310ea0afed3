/** What the lab's GitHub keeps in its store. Dates are dates, commits are full object ids. */

export interface RepositoryId {
  owner: string;
  name: string;
}

export interface Pull extends RepositoryId {
  id: number;
  number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  /** Login of who opened it. */
  author: string;
  head: { branch: string; commit: string };
  base: { branch: string; commit: string };
  labels: string[];
  createdAt: Date;
  updatedAt: Date;
  closedAt?: Date;
  merged?: { at: Date; by: string; commit: string };
  /** Written before the base moves, so that a kill in between is settled at the next start. */
  merging?: { by: string; commit: string };
}

export interface Comment extends RepositoryId {
  id: number;
  number: number;
  author: string;
  body: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface Label extends RepositoryId {
  id: number;
  label: string;
  color: string;
  description: string | null;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED";

export interface Review extends RepositoryId {
  id: number;
  number: number;
  author: string;
  state: ReviewState;
  body: string;
  commit: string;
  at: Date;
}

export interface CheckRun extends RepositoryId {
  id: number;
  check: string;
  commit: string;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  detailsUrl: string | null;
  externalId: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  startedAt: Date;
  completedAt?: Date;
}

export interface CommitStatus extends RepositoryId {
  id: number;
  commit: string;
  context: string;
  state: "error" | "failure" | "pending" | "success";
  description: string | null;
  targetUrl: string | null;
  author: string;
  at: Date;
}

export interface Release extends RepositoryId {
  id: number;
  tag: string;
  title: string;
  body: string;
  /** Commit or branch that the tag was made at. */
  target: string;
  author: string;
  draft: boolean;
  prerelease: boolean;
  createdAt: Date;
  publishedAt: Date;
}

export interface Protection extends RepositoryId {
  branch: string;
  /** Contexts that must have succeeded; `strict` also wants the branch to have all of its base. */
  checks?: { strict: boolean; contexts: string[] };
  /** Changes come by pull request only, with so many approvals. */
  reviews?: { approvals: number };
  /** Binds people with administration rights too. */
  admins: boolean;
}

export type Level = "read" | "write" | "admin";
export type Permissions = Record<string, Level>;

/** What an installation's token may do. */
export interface Token {
  installation: number;
  /** Names of repositories. */
  repositories: string[];
  permissions: Permissions;
  expiresAt: Date;
}

/** Who asks. */
export type Actor =
  | { kind: "nobody" }
  | { kind: "app" }
  | { kind: "installation"; login: string; token: Token; key: string }
  | { kind: "person"; login: string; key: string };

/** The login that an actor's doings carry. */
export const loginOf = (actor: Actor): string => ("login" in actor ? actor.login : "ghost");
