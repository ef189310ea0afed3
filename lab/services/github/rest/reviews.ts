import { textOf } from "../api/input.ts";
import { pageOf } from "../api/page.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { loginOf, type Review } from "../model.ts";
import { addReview } from "../reviews.ts";
import { nodeId } from "../shape/node-id.ts";
import type { Body } from "../shape/octokit-types.ts";
import { stamp } from "../shape/stamp.ts";
import { userOf } from "../shape/user.ts";
import { below } from "../state.ts";
import { pullIn } from "./pulls.ts";

const READ: Need = { permissions: ["pull_requests"], level: "read" };
const WRITE: Need = { permissions: ["pull_requests"], level: "write" };

/** Reviews of pull requests. */
export const REVIEW_ROUTES: Route[] = [
  repositoryRoute("pulls/list-reviews", "GET /pulls/:number/reviews", READ, list),
  repositoryRoute("pulls/create-review", "POST /pulls/:number/reviews", WRITE, create),
];

function list(call: RepositoryCall): Reply {
  const { hub, repository } = call;
  const { number } = pullIn(call);
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/pulls/${number}/reviews`;
  const reviews = hub.reviews.list(below(repository, number));
  return pageOf(call, url, reviews, (one) => reviewOf(call, one));
}

function create(call: RepositoryCall): Reply {
  const { hub, body, actor } = call;
  const text = textOf(body, "body");
  const commit = textOf(body, "commit_id");
  const review = addReview(hub, pullIn(call), {
    event: textOf(body, "event") ?? "COMMENT",
    by: loginOf(actor),
    ...(text === undefined ? {} : { body: text }),
    ...(commit === undefined ? {} : { commit }),
  });
  return { status: 200, body: reviewOf(call, review) };
}

function reviewOf({ hub }: RepositoryCall, one: Review) {
  const html = `${hub.site}/${one.owner}/${one.name}/pull/${one.number}#pullrequestreview-${one.id}`;
  const pull = `${hub.api}/repos/${one.owner}/${one.name}/pulls/${one.number}`;
  return {
    id: one.id,
    node_id: nodeId("PRR", one.id),
    user: userOf(hub, one.author),
    body: one.body,
    state: one.state,
    html_url: html,
    pull_request_url: pull,
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: stamp(one.at),
    commit_id: one.commit,
    author_association: "MEMBER" as const,
  } satisfies Body<"POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews">;
}
