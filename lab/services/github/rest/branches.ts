import { pageOf } from "../api/page.ts";
import { notFound, Refusal, unprocessable } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { branchHead, listBranches, readCommit } from "../git/read.ts";
import type { Protection } from "../model.ts";
import { commitOf } from "../shape/commit.ts";
import { repositoryOf } from "../shape/repository.ts";
import { idOf } from "../state.ts";

const READ: Need = { permissions: ["contents"], level: "read" };
const ADMIN: Need = { permissions: ["administration"], level: "write" };

/** The repository itself, its branches and what protects them. */
export const BRANCH_ROUTES: Route[] = [
  repositoryRoute("repos/get", "GET /", { permissions: ["metadata"], level: "read" }, (call) => ({
    status: 200,
    body: repositoryOf(call.hub, call.repository),
  })),
  repositoryRoute("repos/list-branches", "GET /branches", READ, list),
  repositoryRoute(
    "repos/get-branch-protection",
    "GET /branches/*branch/protection",
    { ...ADMIN, level: "read" },
    getProtection,
  ),
  repositoryRoute(
    "repos/update-branch-protection",
    "PUT /branches/*branch/protection",
    ADMIN,
    putProtection,
  ),
  repositoryRoute(
    "repos/delete-branch-protection",
    "DELETE /branches/*branch/protection",
    ADMIN,
    deleteProtection,
  ),
  repositoryRoute("repos/get-branch", "GET /branches/*branch", READ, get),
];

async function list(call: RepositoryCall): Promise<Reply> {
  const heads = [...(await listBranches(call.folder))];
  const url = `${urlOf(call)}/branches`;
  return pageOf(call, url, heads, ([name, sha]) => ({
    name,
    commit: { sha, url: `${urlOf(call)}/commits/${sha}` },
    protected: protectionOf(call, name) !== undefined,
  }));
}

async function get(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, params } = call;
  const name = params.branch ?? "";
  const sha = await branchHead(folder, name);
  if (!sha) throw new Refusal(404, "Branch not found");
  const protection = protectionOf(call, name);
  const self = `${urlOf(call)}/branches/${encodeURIComponent(name)}`;
  const body = {
    name,
    commit: commitOf(hub, repository, await readCommit(folder, sha)),
    _links: { self, html: `${hub.site}/${repository.owner}/${repository.name}/tree/${name}` },
    protected: protection !== undefined,
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level: protection?.checks ? "everyone" : "off",
        contexts: protection?.checks?.contexts ?? [],
        checks: (protection?.checks?.contexts ?? []).map((context) => ({ context, app_id: null })),
      },
    },
    protection_url: `${self}/protection`,
  };
  return { status: 200, body };
}

function getProtection(call: RepositoryCall): Reply {
  const protection = protectionOf(call, call.params.branch ?? "");
  if (!protection) throw new Refusal(404, "Branch not protected");
  return { status: 200, body: shapeOf(call, protection) };
}

async function putProtection(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, folder, params, body } = call;
  const branch = params.branch ?? "";
  if (!(await branchHead(folder, branch))) throw new Refusal(404, "Branch not found");
  const needed = [
    "required_status_checks",
    "enforce_admins",
    "required_pull_request_reviews",
    "restrictions",
  ];
  const missing = needed.filter((name) => body[name] === undefined);
  if (missing.length > 0) {
    const names = missing.map((name) => `"${name}"`).join(", ");
    throw unprocessable(
      `Invalid request.\n\n${names} ${missing.length > 1 ? "weren't" : "wasn't"} supplied.`,
    );
  }
  const checks = body.required_status_checks as {
    strict?: boolean;
    contexts?: string[];
    checks?: { context: string }[];
  } | null;
  const reviews = body.required_pull_request_reviews as {
    required_approving_review_count?: number;
  } | null;
  const protection: Protection = {
    owner: repository.owner,
    name: repository.name,
    branch,
    ...(checks
      ? {
          checks: {
            strict: checks.strict === true,
            contexts: checks.contexts ?? (checks.checks ?? []).map((one) => one.context),
          },
        }
      : {}),
    ...(reviews ? { reviews: { approvals: reviews.required_approving_review_count ?? 1 } } : {}),
    admins: body.enforce_admins === true,
  };
  hub.protections.put(idOf(repository, branch), protection);
  return { status: 200, body: shapeOf(call, protection) };
}

function deleteProtection({ hub, repository, params }: RepositoryCall): Reply {
  if (!hub.protections.delete(idOf(repository, params.branch ?? ""))) throw notFound();
  return { status: 204 };
}

const urlOf = ({ hub, repository }: RepositoryCall) =>
  `${hub.api}/repos/${repository.owner}/${repository.name}`;

const protectionOf = ({ hub, repository }: RepositoryCall, branch: string) =>
  hub.protections.get(idOf(repository, branch));

function shapeOf(call: RepositoryCall, { branch, checks, reviews, admins }: Protection) {
  const url = `${urlOf(call)}/branches/${encodeURIComponent(branch)}/protection`;
  return {
    url,
    ...(checks
      ? {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: checks.strict,
            contexts: checks.contexts,
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: checks.contexts.map((context) => ({ context, app_id: null })),
          },
        }
      : {}),
    ...(reviews
      ? {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: false,
            require_code_owner_reviews: false,
            require_last_push_approval: false,
            required_approving_review_count: reviews.approvals,
          },
        }
      : {}),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: admins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
  };
}
