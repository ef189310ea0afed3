import { neededText, textOf, textsOf } from "../api/input.ts";
import { pageOf } from "../api/page.ts";
import { checkLength, invalid, notFound } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { type Comment, type Label, loginOf, type Pull } from "../model.ts";
import { findPull } from "../pulls.ts";
import { labelOf } from "../shape/label.ts";
import { nodeId } from "../shape/node-id.ts";
import type { Body } from "../shape/octokit-types.ts";
import { stamp } from "../shape/stamp.ts";
import { userOf } from "../shape/user.ts";
import { below, idOf } from "../state.ts";
import { pullIn } from "./pulls.ts";

const READ: Need = { permissions: ["issues", "pull_requests"], level: "read" };
const WRITE: Need = { permissions: ["issues", "pull_requests"], level: "write" };

/** What pull requests share with issues: comments and labels. Issues alone are not kept. */
export const ISSUE_ROUTES: Route[] = [
  repositoryRoute("issues/list-comments", "GET /issues/:number/comments", READ, listComments),
  repositoryRoute("issues/create-comment", "POST /issues/:number/comments", WRITE, comment),
  repositoryRoute("issues/update-comment", "PATCH /issues/comments/:id", WRITE, changeComment),
  repositoryRoute("issues/list-labels-on-issue", "GET /issues/:number/labels", READ, (call) =>
    labels(call, pullIn(call)),
  ),
  repositoryRoute("issues/add-labels", "POST /issues/:number/labels", WRITE, (call) => {
    const pull = pullIn(call);
    return putLabels(call, pull, [...pull.labels, ...namesIn(call)]);
  }),
  repositoryRoute("issues/set-labels", "PUT /issues/:number/labels", WRITE, (call) =>
    putLabels(call, pullIn(call), namesIn(call)),
  ),
  repositoryRoute(
    "issues/remove-label",
    "DELETE /issues/:number/labels/:label",
    WRITE,
    removeLabel,
  ),
  repositoryRoute("issues/list-labels-for-repo", "GET /labels", READ, (call) => {
    const { hub, repository } = call;
    const url = `${hub.api}/repos/${repository.owner}/${repository.name}/labels`;
    const known = hub.labels.list(below(repository));
    return pageOf(call, url, known, (one) => labelOf(hub, repository, one.label));
  }),
  repositoryRoute("issues/get-label", "GET /labels/:label", READ, (call) => {
    const { hub, repository, params } = call;
    const known = hub.labels.get(idOf(repository, (params.label ?? "").toLowerCase()));
    if (!known) throw notFound();
    return { status: 200, body: labelOf(hub, repository, known.label) };
  }),
  repositoryRoute("issues/create-label", "POST /labels", WRITE, createLabel),
];

function commentOf({ hub }: RepositoryCall, one: Comment) {
  const issue = `${hub.api}/repos/${one.owner}/${one.name}/issues`;
  return {
    id: one.id,
    node_id: nodeId("IC", one.id),
    url: `${issue}/comments/${one.id}`,
    html_url: `${hub.site}/${one.owner}/${one.name}/pull/${one.number}#issuecomment-${one.id}`,
    issue_url: `${issue}/${one.number}`,
    body: one.body,
    user: userOf(hub, one.author),
    created_at: stamp(one.createdAt),
    updated_at: stamp(one.updatedAt),
    author_association: "CONTRIBUTOR" as const,
    performed_via_github_app: null,
  } satisfies Body<"GET /repos/{owner}/{repo}/issues/{issue_number}/comments">[number];
}

function listComments(call: RepositoryCall): Reply {
  const { hub, repository } = call;
  const { number } = pullIn(call);
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/issues/${number}/comments`;
  const comments = hub.comments.list(below(repository, number));
  return pageOf(call, url, comments, (one) => commentOf(call, one));
}

function comment(call: RepositoryCall): Reply {
  const { hub, repository, body, actor } = call;
  const { number } = pullIn(call);
  const text = neededText(body, "body");
  if (text.trim() === "") {
    const message = "body cannot be blank";
    throw invalid({ resource: "IssueComment", field: "body", code: "unprocessable", message });
  }
  checkLength("IssueComment", "body", text, 65_536);
  const at = new Date();
  const { owner, name } = repository;
  const made: Comment = {
    owner,
    name,
    number,
    id: hub.nextId(),
    author: loginOf(actor),
    body: text,
    createdAt: at,
    updatedAt: at,
  };
  hub.comments.put(idOf(repository, number, made.id), made);
  touch(call, number);
  return { status: 201, body: commentOf(call, made) };
}

function changeComment(call: RepositoryCall): Reply {
  const { hub, repository, params, body } = call;
  const known = hub.comments.list(below(repository)).find((one) => one.id === Number(params.id));
  if (!known) throw notFound();
  const fresh = { ...known, body: neededText(body, "body"), updatedAt: new Date() };
  hub.comments.put(idOf(repository, known.number, known.id), fresh);
  return { status: 200, body: commentOf(call, fresh) };
}

function touch({ hub, repository }: RepositoryCall, number: number): void {
  const pull = findPull(hub, repository, number);
  if (pull) hub.pulls.put(idOf(pull, number), { ...pull, updatedAt: new Date() });
}

function namesIn({ body }: RepositoryCall): string[] {
  const listed = body.labels;
  if (Array.isArray(listed) && listed.every((one) => typeof one?.name === "string")) {
    return listed.map((one: { name: string }) => one.name);
  }
  return textsOf(body, "labels") ?? [];
}

function labels({ hub, repository }: RepositoryCall, pull: Pull): Reply {
  return { status: 200, body: pull.labels.map((name) => labelOf(hub, repository, name)) };
}

function putLabels(call: RepositoryCall, pull: Pull, names: string[]): Reply {
  const { hub, repository } = call;
  const unique = new Map(names.map((name) => [name.toLowerCase(), name]));
  for (const name of unique.values()) checkLength("Label", "name", name, 50);
  for (const name of unique.values()) keepLabel(call, name);
  const fresh = { ...pull, labels: [...unique.values()], updatedAt: new Date() };
  hub.pulls.put(idOf(repository, pull.number), fresh);
  return labels(call, fresh);
}

function removeLabel(call: RepositoryCall): Reply {
  const pull = pullIn(call);
  const gone = (call.params.label ?? "").toLowerCase();
  const left = pull.labels.filter((name) => name.toLowerCase() !== gone);
  if (left.length === pull.labels.length) throw notFound();
  return putLabels(call, pull, left);
}

/** A label that is used comes to be, as on GitHub. */
function keepLabel({ hub, repository }: RepositoryCall, label: string): Label {
  const id = idOf(repository, label.toLowerCase());
  const known = hub.labels.get(id);
  if (known) return known;
  const { owner, name } = repository;
  const made = { owner, name, id: hub.nextId(), label, color: "ededed", description: null };
  hub.labels.put(id, made);
  return made;
}

function createLabel(call: RepositoryCall): Reply {
  const { hub, repository, body } = call;
  const label = neededText(body, "name");
  const id = idOf(repository, label.toLowerCase());
  if (hub.labels.get(id)) {
    throw invalid({ resource: "Label", field: "name", code: "already_exists" });
  }
  const kept = keepLabel(call, label);
  const color = textOf(body, "color") ?? "ededed";
  hub.labels.put(id, { ...kept, color, description: textOf(body, "description") ?? null });
  return { status: 201, body: labelOf(hub, repository, label) };
}
