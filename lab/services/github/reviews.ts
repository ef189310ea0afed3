import { Refusal, unprocessable } from "./api/refuse.ts";
import type { Pull, Review, ReviewState } from "./model.ts";
import { type GitHubState, idOf } from "./state.ts";

const STATES: Record<string, ReviewState> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

/** Adds somebody's review. Throws 422 for an event that is not known and for approving one's own. */
export function addReview(
  state: GitHubState,
  pull: Pull,
  wanted: { event: string; by: string; body?: string; commit?: string },
): Review {
  const { event, by } = wanted;
  const told = Object.hasOwn(STATES, event) ? STATES[event] : undefined;
  if (!told) throw unprocessable("Unprocessable Entity: the review's event is not known.");
  if (by === pull.author && told !== "COMMENTED") {
    const what = told === "APPROVED" ? "approve" : "request changes on";
    const errors = [`Review Can not ${what} your own pull request`];
    throw new Refusal(422, "Unprocessable Entity", { errors });
  }
  const review: Review = {
    owner: pull.owner,
    name: pull.name,
    id: state.nextId(),
    number: pull.number,
    author: by,
    state: told,
    body: wanted.body ?? "",
    commit: wanted.commit ?? pull.head.commit,
    at: new Date(),
  };
  state.reviews.put(idOf(pull, pull.number, review.id), review);
  return review;
}
