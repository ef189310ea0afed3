import { isAncestor } from "./git/read.ts";
import type { Actor, Pull, RepositoryId, Review } from "./model.ts";
import { below, type GitHubState, idOf } from "./state.ts";

export interface Unmet {
  kind: "reviews" | "checks" | "behind";
  /** GitHub's sentence. */
  message: string;
}

/** What the protection of the base still wants before a pull request may be merged. */
export async function unmetRules(state: GitHubState, pull: Pull, base: string): Promise<Unmet[]> {
  const protection = state.protections.get(idOf(pull, pull.base.branch));
  const unmet: Unmet[] = [];
  const latest = latestReviews(state, pull);
  if (protection?.reviews) {
    const wanted = protection.reviews.approvals;
    const approvals = latest.filter((one) => one.state === "APPROVED").length;
    if (latest.some((one) => one.state === "CHANGES_REQUESTED"))
      unmet.push({ kind: "reviews", message: "Changes have been requested." });
    else if (approvals < wanted) {
      const reviews = `${wanted} approving review${wanted === 1 ? " is" : "s are"}`;
      const message = `At least ${reviews} required by reviewers with write access.`;
      unmet.push({ kind: "reviews", message });
    }
  }
  if (protection?.checks) {
    const seen = foldChecks(state, pull, pull.head.commit);
    for (const context of protection.checks.contexts) {
      const check = seen.find((one) => one.name === context);
      if (check?.state === "success") continue;
      const how = check ? (check.state === "pending" ? "in progress" : "failing") : "expected";
      unmet.push({ kind: "checks", message: `Required status check "${context}" is ${how}.` });
    }
    const { strict } = protection.checks;
    if (strict && !(await isAncestor(state.folder(pull), base, pull.head.commit))) {
      const message = "The head branch is not up to date with the base branch.";
      unmet.push({ kind: "behind", message });
    }
  }
  return unmet;
}

/** The last word of each reviewer; the author's own does not count. */
function latestReviews(state: GitHubState, pull: Pull): Review[] {
  const latest = new Map<string, Review>();
  for (const review of state.reviews.list(below(pull, pull.number))) {
    if (review.state !== "COMMENTED" && review.author !== pull.author)
      latest.set(review.author, review);
  }
  return [...latest.values()];
}

export interface FoldedCheck {
  name: string;
  state: "success" | "pending" | "failure";
}

/** The newest word of each check run and commit status of a commit. */
export function foldChecks(
  state: GitHubState,
  repository: RepositoryId,
  commit: string,
): FoldedCheck[] {
  const folded = new Map<string, FoldedCheck>();
  for (const run of state.checks.list(below(repository, commit))) {
    const passed = ["success", "neutral", "skipped"].includes(run.conclusion ?? "");
    const done = passed ? "success" : "failure";
    folded.set(run.check, {
      name: run.check,
      state: run.status === "completed" ? done : "pending",
    });
  }
  for (const status of state.statuses.list(below(repository, commit))) {
    const told = status.state === "error" ? "failure" : status.state;
    folded.set(status.context, { name: status.context, state: told });
  }
  return [...folded.values()];
}

/** Why a branch may not be written to directly; undefined when it may. */
export function whyProtected(
  state: GitHubState,
  repository: RepositoryId,
  branch: string,
  actor: Actor,
): string | undefined {
  const protection = state.protections.get(idOf(repository, branch));
  if (!protection) return undefined;
  if (actor.kind === "person" && !protection.admins) return undefined;
  if (protection.reviews) return "Changes must be made through a pull request.";
  const [context] = protection.checks?.contexts ?? [];
  return context ? `Required status check "${context}" is expected.` : undefined;
}
