import { git } from "../../../core/git.ts";
import { neededText, textOf } from "../api/input.ts";
import { pageOf } from "../api/page.ts";
import { notFound } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { diffCommits } from "../git/diff.ts";
import { mergeBase, readCommits } from "../git/read.ts";
import { readMergeability } from "../mergeability.ts";
import { loginOf, type Pull } from "../model.ts";
import { changePull, findPull, openPull, stateOf } from "../pulls.ts";
import { commitOf, fileOf } from "../shape/commit.ts";
import { pullInList, pullOf } from "../shape/pull.ts";
import { below } from "../state.ts";

const READ: Need = { permissions: ["pull_requests"], level: "read" };
const WRITE: Need = { permissions: ["pull_requests"], level: "write" };

/** Pull requests. */
export const PULL_ROUTES: Route[] = [
  repositoryRoute("pulls/list", "GET /pulls", READ, list),
  repositoryRoute("pulls/create", "POST /pulls", WRITE, create),
  repositoryRoute("pulls/get", "GET /pulls/:number", READ, get),
  repositoryRoute("pulls/update", "PATCH /pulls/:number", WRITE, update),
  repositoryRoute("pulls/list-files", "GET /pulls/:number/files", READ, listFiles),
  repositoryRoute("pulls/list-commits", "GET /pulls/:number/commits", READ, listCommits),
];

/** The pull request that a path names. Throws 404. */
export function pullIn({ hub, repository, params }: RepositoryCall): Pull {
  const pull = findPull(hub, repository, Number(params.number));
  if (!pull) throw notFound();
  return pull;
}

function list(call: RepositoryCall): Reply {
  const { hub, repository, query } = call;
  const wanted = query.get("state") ?? "open";
  const head = query.get("head");
  const base = query.get("base");
  const pulls = hub.pulls.list(below(repository)).filter((one) => {
    if (wanted !== "all" && one.state !== wanted) return false;
    if (base && one.base.branch !== base) return false;
    // As GitHub does: a head without its owner filters nothing.
    return !head?.includes(":") || head === `${repository.owner}:${one.head.branch}`;
  });
  const time = query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  pulls.sort((a, b) => a[time].getTime() - b[time].getTime() || a.number - b.number);
  const usual = query.get("sort") && query.get("sort") !== "created" ? "asc" : "desc";
  if ((query.get("direction") ?? usual) === "desc") pulls.reverse();
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/pulls`;
  return pageOf(call, url, pulls, (one) => pullInList(hub, one));
}

async function create(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, body, actor } = call;
  const pull = await openPull(hub, repository, {
    title: neededText(body, "title"),
    body: textOf(body, "body") ?? null,
    head: neededText(body, "head"),
    base: neededText(body, "base"),
    by: loginOf(actor),
  });
  await readMergeability(hub, pull);
  return { status: 201, body: await pullOf(hub, pull) };
}

async function get(call: RepositoryCall): Promise<Reply> {
  const pull = pullIn(call);
  if (/\b(diff|patch)\b/.test(call.accept)) {
    const [from, to] = await rangeOf(call, pull);
    return { status: 200, body: Buffer.from(await git(call.folder, ["diff", "-M", from, to])) };
  }
  const mergeability = await readMergeability(call.hub, pull);
  return { status: 200, body: await pullOf(call.hub, pull, mergeability) };
}

async function update(call: RepositoryCall): Promise<Reply> {
  const { hub, body, actor } = call;
  const title = textOf(body, "title");
  const text = textOf(body, "body");
  const base = textOf(body, "base");
  const state = stateOf(textOf(body, "state"));
  const change = {
    ...(title === undefined ? {} : { title }),
    ...("body" in body ? { body: text ?? null } : {}),
    ...(base === undefined ? {} : { base }),
    ...(state === undefined ? {} : { state }),
  };
  const pull = await changePull(hub, pullIn(call), change, loginOf(actor));
  return { status: 200, body: await pullOf(hub, pull, await readMergeability(hub, pull)) };
}

async function listFiles(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder } = call;
  const pull = pullIn(call);
  const [from, to] = await rangeOf(call, pull);
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/pulls/${pull.number}/files`;
  const files = await diffCommits(folder, from, to);
  return pageOf(call, url, files, (file) => fileOf(hub, repository, to, file));
}

async function listCommits(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder } = call;
  const pull = pullIn(call);
  const [from, to] = await rangeOf(call, pull);
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/pulls/${pull.number}/commits`;
  const commits = await readCommits(folder, [to, `^${from}`]);
  return pageOf(call, url, commits.reverse(), (one) => commitOf(hub, repository, one));
}

async function rangeOf(
  { folder }: RepositoryCall,
  { base, head }: Pull,
): Promise<[string, string]> {
  return [(await mergeBase(folder, base.commit, head.commit)) ?? base.commit, head.commit];
}
