import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "../../../core/wire/read-body.ts";
import { Refusal } from "../api/refuse.ts";
import { isLogin } from "../auth/identify.ts";
import type { GitHub } from "../github.ts";
import { mergePull } from "../merge-pull.ts";
import type { Pull } from "../model.ts";
import { changePull, findPull } from "../pulls.ts";
import { findRelease } from "../releases.ts";
import { findHosted, type HostedRepository } from "../repositories.ts";
import { addReview } from "../reviews.ts";
import { PREFIX } from "../state.ts";
import { html, sendPage } from "./frame.ts";
import { pullPage } from "./pull-page.ts";
import { commitPage, homePage, readAt, releasePage, repositoryPage } from "./repository-page.ts";

/** Who acts on a page when nobody else is named. */
const USUAL = "octavia";

/** Pages for people: repositories, pull requests, releases, commits and files. */
export async function servePeople(
  hub: GitHub,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = decode((req.url ?? "").split("?", 1)[0]?.slice(PREFIX.length) ?? "");
  const [owner = "", name = "", kind, ...more] = (path ?? "").split("/").filter(Boolean);
  const rest = more.join("/");
  const repository = findHosted(owner, name);
  if (path === "" && req.method === "GET") return sendPage(res, 200, "Repositories", homePage());
  const pull = repository && kind === "pull" && findPull(hub, repository, Number(rest));
  if (pull && req.method === "POST") return act(hub, pull, req, res);
  if (!repository || req.method !== "GET") return nothing(res);
  if (pull) {
    return sendPage(res, 200, pull.title, await pullPage(hub, pull, { login: USUAL }));
  }
  return look(hub, repository, kind, rest, res);
}

async function look(
  hub: GitHub,
  repository: HostedRepository,
  kind: string | undefined,
  rest: string,
  res: ServerResponse,
): Promise<void> {
  const { owner, name } = repository;
  if (kind === undefined || kind === "pulls" || (kind === "releases" && rest === "")) {
    return sendPage(res, 200, `${owner}/${name}`, await repositoryPage(hub, repository));
  }
  if (kind === "releases" && rest.startsWith("tag/")) {
    const release = findRelease(hub, repository, rest.slice("tag/".length));
    if (release) return sendPage(res, 200, release.title, releasePage(release));
  }
  if (kind === "commit") {
    const page = await commitPage(hub, repository, rest);
    if (page) return sendPage(res, 200, rest, page);
  }
  if (kind === "blob" || kind === "raw") {
    const file = await readAt(hub, repository, rest);
    if (file && kind === "raw") {
      res.writeHead(200, {
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
      });
      res.end(file.bytes);
      return;
    }
    if (file) {
      const text = file.bytes.toString("utf8");
      const page = html`<h1><code>${file.path}</code></h1><p class="meta">at ${file.ref}</p><pre tabindex="0" role="region" aria-label="${file.path}">${text}</pre>`;
      return sendPage(res, 200, file.path, page);
    }
  }
  nothing(res);
}

function nothing(res: ServerResponse): void {
  const page = html`<h1>There is no such page</h1><p>What lies at this address was never there, or is gone.</p>`;
  sendPage(res, 404, "Not found", page);
}

/** Somebody pressed a button. Only the lab's own pages may. */
async function act(
  hub: GitHub,
  pull: Pull,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  if (!isOwnPage(req)) {
    const page = html`<h1>Refused</h1><p role="alert">Only a page of the lab itself may do this.</p>`;
    return sendPage(res, 403, "Refused", page);
  }
  const form = new URLSearchParams((await readBody(req, 64 * 1024)).toString("utf8"));
  const login = form.get("login") ?? "";
  try {
    if (!isLogin(login)) throw new Refusal(422, "The login may have letters, digits and hyphens.");
    await doVerb(hub, pull, form.get("verb") ?? "", login, form.get("head") ?? "");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = (error.fields.errors ?? []) as (string | { message?: string })[];
    const detail = typeof first === "string" ? first : first?.message;
    const problem = detail ?? error.message;
    const now = findPull(hub, pull, pull.number) ?? pull;
    return sendPage(res, error.status, pull.title, await pullPage(hub, now, { login, problem }));
  }
  res.writeHead(303, { location: req.url ?? PREFIX });
  res.end();
}

async function doVerb(
  hub: GitHub,
  pull: Pull,
  verb: string,
  by: string,
  head: string,
): Promise<void> {
  if (verb === "merge") await mergePull(hub, pull, { method: "merge", sha: head, by });
  else if (verb === "close") await changePull(hub, pull, { state: "closed" }, by);
  else if (verb === "reopen") await changePull(hub, pull, { state: "open" }, by);
  else if (verb === "approve") addReview(hub, pull, { event: "APPROVE", by });
  else throw new Refusal(422, "There is no such button.");
}

/** A browser says where a form comes from; what says nothing is no page of ours. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin") return false;
  return headers.origin !== undefined && headers.origin === `http://${headers.host}`;
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
