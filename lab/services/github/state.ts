import { join } from "node:path";
import type { Collection, Lab } from "../../core/contracts.ts";
import type {
  CheckRun,
  Comment,
  CommitStatus,
  Label,
  Protection,
  Pull,
  Release,
  RepositoryId,
  Review,
} from "./model.ts";
import type { Delivery, Hook } from "./webhook/model.ts";

export interface Head extends RepositoryId {
  branch: string;
  commit: string;
}

/** A lab's GitHub: where its records and repositories lie. */
export interface GitHubState {
  lab: Lab;
  /** Address of the pages for people; below it lies `/api/v3`. */
  site: string;
  api: string;
  /** PEM of the App's private key. */
  appKey: string;
  /** The bare repository's folder. */
  folder(repository: RepositoryId): string;
  nextId(): number;
  /** Pull requests and issues of a repository are numbered together. */
  nextNumber(repository: RepositoryId): number;
  pulls: Collection<Pull>;
  comments: Collection<Comment>;
  labels: Collection<Label>;
  reviews: Collection<Review>;
  checks: Collection<CheckRun>;
  statuses: Collection<CommitStatus>;
  releases: Collection<Release>;
  protections: Collection<Protection>;
  /** Commits that GitHub itself made for the App: it says of them that they are verified. */
  verified: Collection<{ commit: string }>;
  /** Branches as they were when what follows from them was last done; see `settle.ts`. */
  heads: Collection<Head>;
  hooks: Collection<Hook>;
  deliveries: Collection<Delivery>;
}

export const PREFIX = "/_lab/github/";

/** Opens the records of the lab's GitHub. */
export function openState(lab: Lab, appKey: string): GitHubState {
  const { store } = lab;
  const site = `${lab.endpoint}${PREFIX.slice(0, -1)}`;
  return {
    lab,
    site,
    api: `${site}/api/v3`,
    appKey,
    folder: ({ name }) => join(lab.stateDir, "scm", "repositories", `${name}.git`),
    nextId: () => store.next("github.ids"),
    nextNumber: ({ owner, name }) => store.next(`github.numbers.${owner}/${name}`),
    pulls: store.collection("github.pulls"),
    comments: store.collection("github.comments"),
    labels: store.collection("github.labels"),
    reviews: store.collection("github.reviews"),
    checks: store.collection("github.checks"),
    statuses: store.collection("github.statuses"),
    releases: store.collection("github.releases"),
    protections: store.collection("github.protections"),
    verified: store.collection("github.verified"),
    heads: store.collection("github.heads"),
    hooks: store.collection("github.hooks"),
    deliveries: store.collection("github.deliveries"),
  };
}

/** An id in the store: the repository, then the rest, each part apart. */
export const idOf = ({ owner, name }: RepositoryId, ...rest: (string | number)[]): string =>
  [owner, name, ...rest].join("\n");

/** The beginning of all ids below these parts. */
export const below = (repository: RepositoryId, ...rest: (string | number)[]): string =>
  `${idOf(repository, ...rest)}\n`;
