import { checkLength, invalid, unprocessable } from "./api/refuse.ts";
import { branchHead, isAncestor, readCommits } from "./git/read.ts";
import type { GitHub } from "./github.ts";
import type { Pull, RepositoryId } from "./model.ts";
import { findHosted } from "./repositories.ts";
import { below, type GitHubState, idOf } from "./state.ts";
import { type PullAction, pullEvent } from "./webhook/payloads.ts";
import { queueDelivery } from "./webhook/queue.ts";

/** A pull request by its number; undefined when there is none. */
export const findPull = (
  state: GitHubState,
  repository: RepositoryId,
  number: number,
): Pull | undefined => state.pulls.get(idOf(repository, number));

export interface NewPull {
  title: string;
  body: string | null;
  /** `branch` or `owner:branch`. */
  head: string;
  base: string;
  by: string;
}

/** Opens a pull request. Throws 422 with GitHub's reasons. */
export async function openPull(
  hub: GitHub,
  repository: RepositoryId,
  { title, body, head, base, by }: NewPull,
): Promise<Pull> {
  checkTexts({ title, body });
  const { owner, name } = repository;
  const folder = hub.folder(repository);
  const branch = head.startsWith(`${owner}:`) ? head.slice(owner.length + 1) : head;
  const wrong = (field: string) => invalid({ resource: "PullRequest", field, code: "invalid" });
  const custom = (message: string) => invalid({ resource: "PullRequest", code: "custom", message });
  const tip = await branchHead(folder, branch);
  if (!tip) throw wrong("head");
  const onto = await branchHead(folder, base);
  if (!onto) throw wrong("base");
  const brought = await readCommits(folder, [tip, `^${onto}`], 1);
  if (brought.length === 0) throw custom(`No commits between ${base} and ${head}`);
  // From here to the write nothing waits: two who ask at once must not both get one.
  const same = (one: Pull) =>
    one.state === "open" && one.head.branch === branch && one.base.branch === base;
  if (hub.pulls.list(below(repository)).some(same)) {
    throw custom(`A pull request already exists for ${owner}:${branch}.`);
  }
  const at = new Date();
  const pull: Pull = {
    owner,
    name,
    id: hub.nextId(),
    number: hub.nextNumber(repository),
    title,
    body,
    state: "open",
    author: by,
    head: { branch, commit: tip },
    base: { branch: base, commit: onto },
    labels: [],
    createdAt: at,
    updatedAt: at,
  };
  hub.pulls.put(idOf(repository, pull.number), pull);
  await tell(hub, "opened", pull, by);
  return pull;
}

export interface PullChange {
  title?: string;
  body?: string | null;
  base?: string;
  state?: "open" | "closed";
}

/** Changes, closes or reopens a pull request. Throws 422 with GitHub's reasons. */
export async function changePull(
  hub: GitHub,
  pull: Pull,
  change: PullChange,
  by: string,
): Promise<Pull> {
  checkTexts(change);
  const folder = hub.folder(pull);
  const reopens = change.state === "open" && pull.state === "closed";
  let head = pull.head;
  if (reopens) head = await headToReopen(hub, pull);
  if (change.base !== undefined && !(await branchHead(folder, change.base))) {
    throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  }
  // Others may have written while git was asked.
  const now = findPull(hub, pull, pull.number) ?? pull;
  if (reopens && now.merged) throw cannotChange("The pull request is already merged.");
  const at = new Date();
  const closes = change.state === "closed" && now.state === "open";
  const { closedAt: _, ...rest } = now;
  const fresh: Pull = {
    ...(reopens ? rest : now),
    head: reopens ? head : now.head,
    title: change.title ?? now.title,
    body: change.body === undefined ? now.body : change.body,
    base: change.base ? { ...now.base, branch: change.base } : now.base,
    state: change.state ?? now.state,
    ...(closes ? { closedAt: at } : {}),
    updatedAt: at,
  };
  hub.pulls.put(idOf(fresh, fresh.number), fresh);
  const changes = changesOf(now, fresh);
  if (Object.keys(changes).length > 0) await tell(hub, "edited", fresh, by, { changes });
  if (closes) await tell(hub, "closed", fresh, by);
  if (reopens) await tell(hub, "reopened", fresh, by);
  return fresh;
}

/** As long as GitHub takes the texts of a pull request. */
const MOST_TITLE = 256;
const MOST_BODY = 65_536;

function checkTexts({ title, body }: { title?: string; body?: string | null }): void {
  if (title?.trim() === "") {
    const message = "title can't be blank";
    throw invalid({ resource: "PullRequest", field: "title", code: "custom", message });
  }
  checkLength("PullRequest", "title", title, MOST_TITLE);
  checkLength("PullRequest", "body", body, MOST_BODY);
}

const cannotChange = (message: string) =>
  invalid({
    resource: "PullRequest",
    field: "state",
    code: "custom",
    message: `state cannot be changed. ${message}`,
  });

async function headToReopen(hub: GitHub, pull: Pull): Promise<Pull["head"]> {
  const { branch, commit } = pull.head;
  if (pull.merged) throw cannotChange("The pull request is already merged.");
  const tip = await branchHead(hub.folder(pull), branch);
  if (!tip) throw cannotChange(`The ${branch} branch has been deleted.`);
  if (!(await isAncestor(hub.folder(pull), commit, tip))) {
    throw cannotChange(`The ${branch} branch was force-pushed or recreated.`);
  }
  const same = (one: Pull) =>
    one.state === "open" && one.head.branch === branch && one.base.branch === pull.base.branch;
  if (hub.pulls.list(below(pull)).some(same)) {
    throw cannotChange(`There is already an open pull request from ${branch}.`);
  }
  return { branch, commit: tip };
}

function changesOf(before: Pull, after: Pull): Record<string, { from: string }> {
  const changes: Record<string, { from: string }> = {};
  if (before.title !== after.title) changes.title = { from: before.title };
  if (before.body !== after.body) changes.body = { from: before.body ?? "" };
  return changes;
}

/** Tells the webhook of a pull request. */
export async function tell(
  hub: GitHub,
  action: PullAction,
  pull: Pull,
  by: string,
  extra: Record<string, unknown> = {},
): Promise<void> {
  if (!findHosted(pull.owner, pull.name)?.installed) return;
  queueDelivery(hub, "pull_request", action, await pullEvent(hub, action, pull, by, extra));
  hub.wakeDeliveries();
}

/** The state of a request's body. Throws 422. */
export function stateOf(value: string | undefined): "open" | "closed" | undefined {
  if (value === undefined || value === "open" || value === "closed") return value;
  throw unprocessable(
    `Invalid request.\n\nFor 'properties/state', ${value} is not a member of ["open", "closed"].`,
  );
}
