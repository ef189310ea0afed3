import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "../../../core/aws-error.ts";
import { drain } from "../../../core/wire/drain.ts";
import { readBody } from "../../../core/wire/read-body.ts";
import { authorise } from "../auth/authorise.ts";
import { identifyActor } from "../auth/identify.ts";
import type { GitHub } from "../github.ts";
import { answerGraphql } from "../graphql/answer-graphql.ts";
import type { Actor } from "../model.ts";
import { findHosted } from "../repositories.ts";
import { PREFIX } from "../state.ts";
import { refusalReply, sendReply } from "./answer.ts";
import { headersOf, type RateLimits, type Resource } from "./rate-limit.ts";
import { notFound, Refusal } from "./refuse.ts";
import { type Call, matchRoute, type Reply, type RepositoryCall } from "./route.ts";
import { ROUTES } from "./routes.ts";

const REST = `${PREFIX}api/v3`;
const GRAPHQL = `${PREFIX}api/graphql`;
/** A file through the contents API may have 100 MB; the lab's are small. */
const LONGEST_BODY = 16 * 1024 * 1024;

/** GitHub's name of what a request asks for; undefined for pages that are no API. */
export function operationOf(req: IncomingMessage): string | undefined {
  const path = pathOf(req);
  if (path === GRAPHQL) return "graphql";
  if (!path.startsWith(`${PREFIX}api/`)) return undefined;
  return (
    matchRoute(ROUTES, routed(req.method), path.slice(REST.length))?.route.operation ?? "unknown"
  );
}

const pathOf = (req: IncomingMessage) => (req.url ?? "").split("?", 1)[0] ?? "";
const routed = (method = "GET") => (method === "HEAD" ? "GET" : method);

/** Answers GitHub's REST and GraphQL APIs. */
export async function serveApi(
  hub: GitHub,
  limits: RateLimits,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = pathOf(req);
  const resource: Resource = path === GRAPHQL ? "graphql" : "core";
  let actor: Actor = { kind: "nobody" };
  let reply: Reply;
  try {
    actor = await identifyActor(req, hub.appKey);
    if (path !== `${REST}/rate_limit`) limits.take(actor, resource);
    const body = await readObject(req);
    reply =
      resource === "graphql"
        ? await answerGraphql(hub, actor, body)
        : await answerRest(hub, limits, req, path, actor, body);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    await drain(req);
    reply = refusalReply(refusal);
  }
  const rate = headersOf(limits.read(actor, resource), resource);
  const status = sendReply(req, res, reply, { ...rate, date: new Date().toUTCString() });
  if (status === 304) limits.giveBack(actor, resource);
}

async function answerRest(
  hub: GitHub,
  limits: RateLimits,
  req: IncomingMessage,
  path: string,
  actor: Actor,
  body: Record<string, unknown>,
): Promise<Reply> {
  const query = new URLSearchParams((req.url ?? "").split("?").slice(1).join("?"));
  if (path === `${REST}/rate_limit`) {
    const core = limits.read(actor, "core");
    const resources = { core, graphql: limits.read(actor, "graphql"), search: core };
    return { status: 200, body: { resources, rate: core } };
  }
  const found = matchRoute(ROUTES, routed(req.method), path.slice(REST.length));
  if (!found) throw notFound();
  const { route, params } = found;
  const accept = String(req.headers.accept ?? "");
  const call: Call = { hub, actor, params, query, body, accept };
  if (!route.need) return route.run(call);
  const repository = findHosted(params.owner ?? "", params.repo ?? "");
  if (!repository) throw notFound();
  authorise(actor, repository, route.need);
  const folder = hub.folder(repository);
  const onRepository: RepositoryCall = { ...call, repository, folder };
  return route.run(onRepository);
}

async function readObject(req: IncomingMessage): Promise<Record<string, unknown>> {
  if (req.method === "GET" || req.method === "HEAD") return {};
  const bytes = await readBody(req, LONGEST_BODY);
  if (bytes.length === 0) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refusal(400, "Problems parsing JSON");
  }
  if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
    return parsed as Record<string, unknown>;
  }
  // Labels may be sent as a bare list.
  if (Array.isArray(parsed)) return { labels: parsed };
  throw new Refusal(400, "Body should be a JSON object");
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  return error instanceof AwsError ? new Refusal(error.status, error.message) : undefined;
}
