import { neededText, textOf } from "../api/input.ts";
import { pageOf } from "../api/page.ts";
import { invalid, notFound, Refusal, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { resolveCommit } from "../git/read.ts";
import { type CheckRun, type CommitStatus, loginOf } from "../model.ts";
import { foldChecks } from "../protection.ts";
import { appOf } from "../shape/app.ts";
import { nodeId } from "../shape/node-id.ts";
import type { Body } from "../shape/octokit-types.ts";
import { repositoryOf } from "../shape/repository.ts";
import { stamp } from "../shape/stamp.ts";
import { userOf } from "../shape/user.ts";
import { below, idOf } from "../state.ts";

const checks = (level: "read" | "write"): Need => ({ permissions: ["checks"], level });
const statuses = (level: "read" | "write"): Need => ({ permissions: ["statuses"], level });

/** Check runs and commit statuses. */
export const CHECK_ROUTES: Route[] = [
  repositoryRoute("checks/create", "POST /check-runs", checks("write"), create),
  repositoryRoute("checks/update", "PATCH /check-runs/:id", checks("write"), update),
  repositoryRoute("checks/get", "GET /check-runs/:id", checks("read"), (call) => ({
    status: 200,
    body: runOf(call, runIn(call)),
  })),
  repositoryRoute("checks/list-for-ref", "GET /commits/*ref/check-runs", checks("read"), list),
  repositoryRoute(
    "repos/create-commit-status",
    "POST /statuses/:sha",
    statuses("write"),
    putStatus,
  ),
  repositoryRoute(
    "repos/get-combined-status-for-ref",
    "GET /commits/*ref/status",
    statuses("read"),
    combined,
  ),
  repositoryRoute(
    "repos/list-commit-statuses-for-ref",
    "GET /commits/*ref/statuses",
    statuses("read"),
    listStatuses,
  ),
];

const CONCLUSIONS = [
  "success",
  "failure",
  "neutral",
  "cancelled",
  "skipped",
  "timed_out",
  "action_required",
];

async function commitIn(
  { folder, params }: RepositoryCall,
  ref = params.ref ?? "",
): Promise<string> {
  const commit = await resolveCommit(folder, ref);
  if (!commit) throw new Refusal(422, `No commit found for SHA: ${ref}`);
  return commit;
}

function runIn({ hub, repository, params }: RepositoryCall): CheckRun {
  const run = hub.checks.list(below(repository)).find((one) => one.id === Number(params.id));
  if (!run) throw notFound();
  return run;
}

async function create(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, body } = call;
  const commit = await commitIn(call, neededText(body, "head_sha"));
  const { owner, name } = repository;
  const run = withChange(
    {
      owner,
      name,
      id: hub.nextId(),
      check: neededText(body, "name"),
      commit,
      status: "queued",
      conclusion: null,
      detailsUrl: null,
      externalId: null,
      output: { title: null, summary: null, text: null },
      startedAt: new Date(),
    },
    body,
  );
  hub.checks.put(idOf(repository, commit, run.id), run);
  return { status: 201, body: runOf(call, run) };
}

function update(call: RepositoryCall): Reply {
  const { hub, repository, body } = call;
  const run = withChange(runIn(call), body);
  hub.checks.put(idOf(repository, run.commit, run.id), run);
  return { status: 200, body: runOf(call, run) };
}

function withChange(run: CheckRun, body: Record<string, unknown>): CheckRun {
  const conclusion = textOf(body, "conclusion") ?? run.conclusion;
  if (conclusion !== null && !CONCLUSIONS.includes(conclusion)) {
    throw invalid({ resource: "CheckRun", field: "conclusion", code: "invalid" });
  }
  const status = conclusion ? "completed" : (textOf(body, "status") ?? run.status);
  if (status !== "queued" && status !== "in_progress" && status !== "completed") {
    throw invalid({ resource: "CheckRun", field: "status", code: "invalid" });
  }
  if (status === "completed" && !conclusion) {
    throw unprocessable(`Invalid request.\n\n"conclusion" wasn't supplied.`);
  }
  const output = (body.output ?? {}) as Record<string, string | undefined>;
  return {
    ...run,
    check: textOf(body, "name") ?? run.check,
    status,
    conclusion,
    detailsUrl: textOf(body, "details_url") ?? run.detailsUrl,
    externalId: textOf(body, "external_id") ?? run.externalId,
    output: {
      title: output.title ?? run.output.title,
      summary: output.summary ?? run.output.summary,
      text: output.text ?? run.output.text,
    },
    ...(status === "completed" ? { completedAt: run.completedAt ?? new Date() } : {}),
  };
}

async function list(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, query } = call;
  const commit = await commitIn(call);
  const name = query.get("check_name");
  let runs = hub.checks.list(below(repository, commit));
  if (name) runs = runs.filter((one) => one.check === name);
  if (query.get("filter") !== "all") {
    runs = [...new Map(runs.map((one) => [one.check, one])).values()];
  }
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/commits/${commit}/check-runs`;
  const wrap = (shown: unknown[]) => ({ total_count: runs.length, check_runs: shown });
  return pageOf(call, url, runs, (one) => runOf(call, one), wrap);
}

function runOf({ hub }: RepositoryCall, one: CheckRun) {
  const url = `${hub.api}/repos/${one.owner}/${one.name}/check-runs/${one.id}`;
  const html = `${hub.site}/${one.owner}/${one.name}/runs/${one.id}`;
  return {
    id: one.id,
    node_id: nodeId("CR", one.id),
    head_sha: one.commit,
    external_id: one.externalId,
    url,
    html_url: html,
    details_url: one.detailsUrl ?? html,
    status: one.status,
    conclusion: one.conclusion as "success" | null,
    started_at: stamp(one.startedAt),
    completed_at: one.completedAt ? stamp(one.completedAt) : null,
    output: { ...one.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    name: one.check,
    check_suite: { id: 1 },
    app: appOf(hub),
    pull_requests: [],
  } satisfies Body<"GET /repos/{owner}/{repo}/check-runs/{check_run_id}">;
}

const STATES = ["error", "failure", "pending", "success"];

async function putStatus(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, body, actor, params } = call;
  const commit = await commitIn(call, params.sha);
  const state = neededText(body, "state");
  if (!STATES.includes(state))
    throw invalid({ resource: "Status", field: "state", code: "invalid" });
  const { owner, name } = repository;
  const status: CommitStatus = {
    owner,
    name,
    id: hub.nextId(),
    commit,
    context: textOf(body, "context") ?? "default",
    state: state as CommitStatus["state"],
    description: textOf(body, "description") ?? null,
    targetUrl: textOf(body, "target_url") ?? null,
    author: loginOf(actor),
    at: new Date(),
  };
  hub.statuses.put(idOf(repository, commit, status.id), status);
  return { status: 201, body: { ...statusOf(call, status), creator: userOf(hub, status.author) } };
}

function statusOf({ hub }: RepositoryCall, one: CommitStatus) {
  return {
    url: `${hub.api}/repos/${one.owner}/${one.name}/statuses/${one.commit}`,
    avatar_url: null,
    id: one.id,
    node_id: nodeId("SC", one.id),
    state: one.state,
    description: one.description,
    target_url: one.targetUrl,
    context: one.context,
    created_at: stamp(one.at),
    updated_at: stamp(one.at),
  };
}

async function listStatuses(call: RepositoryCall): Promise<Reply> {
  const { hub, repository } = call;
  const commit = await commitIn(call);
  const all = hub.statuses.list(below(repository, commit)).reverse();
  const url = `${hub.api}/repos/${repository.owner}/${repository.name}/commits/${commit}/statuses`;
  return pageOf(call, url, all, (one) => ({
    ...statusOf(call, one),
    creator: userOf(hub, one.author),
  }));
}

async function combined(call: RepositoryCall): Promise<Reply> {
  const { hub, repository } = call;
  const commit = await commitIn(call);
  const all = hub.statuses.list(below(repository, commit));
  const newest = [...new Map(all.map((one) => [one.context, one])).values()];
  const contexts = new Set(newest.map((one) => one.context));
  const folded = foldChecks(hub, repository, commit).filter((one) => contexts.has(one.name));
  const failed = folded.some((one) => one.state === "failure");
  const done = folded.length > 0 && folded.every((one) => one.state === "success");
  const base = `${hub.api}/repos/${repository.owner}/${repository.name}/commits/${commit}`;
  const body = {
    state: failed ? "failure" : done ? "success" : "pending",
    statuses: newest.map((one) => statusOf(call, one)),
    sha: commit,
    total_count: newest.length,
    repository: repositoryOf(hub, repository),
    commit_url: base,
    url: `${base}/status`,
  };
  return { status: 200, body };
}
