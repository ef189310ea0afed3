import { pageOf } from "../api/page.ts";
import { notByIntegration, notFound, Refusal } from "../api/refuse.ts";
import { type Call, plainRoute, type Reply, type Route } from "../api/route.ts";
import { APP } from "../app.ts";
import { issueToken } from "../auth/tokens.ts";
import { findHosted, HOSTED } from "../repositories.ts";
import { appOf, installationOf } from "../shape/app.ts";
import { repositoryOf } from "../shape/repository.ts";
import { stamp } from "../shape/stamp.ts";
import { userOf } from "../shape/user.ts";

/** Routes that the App asks with its own token, and what an installation may ask about itself. */
export const APP_ROUTES: Route[] = [
  plainRoute("apps/get-authenticated", "GET /app", (call) => {
    asApp(call);
    return { status: 200, body: appOf(call.hub) };
  }),
  plainRoute("apps/list-installations", "GET /app/installations", (call) => {
    asApp(call);
    return { status: 200, body: [installationOf(call.hub)] };
  }),
  plainRoute("apps/get-installation", "GET /app/installations/:id", (call) => {
    asApp(call);
    if (Number(call.params.id) !== APP.installation) throw notFound();
    return { status: 200, body: installationOf(call.hub) };
  }),
  plainRoute("apps/get-repo-installation", "GET /repos/:owner/:repo/installation", (call) => {
    asApp(call);
    const repository = findHosted(call.params.owner ?? "", call.params.repo ?? "");
    if (!repository?.installed) throw notFound();
    return { status: 200, body: installationOf(call.hub) };
  }),
  plainRoute(
    "apps/create-installation-access-token",
    "POST /app/installations/:id/access_tokens",
    giveToken,
  ),
  plainRoute(
    "apps/list-repos-accessible-to-installation",
    "GET /installation/repositories",
    (call) => {
      if (call.actor.kind !== "installation") throw notByIntegration();
      const { repositories } = call.actor.token;
      const seen = HOSTED.filter((one) => repositories.includes(one.name));
      const url = `${call.hub.api}/installation/repositories`;
      const wrap = (shown: unknown[]) => ({ total_count: seen.length, repositories: shown });
      return pageOf(call, url, seen, (one) => repositoryOf(call.hub, one), wrap);
    },
  ),
  plainRoute("users/get-authenticated", "GET /user", ({ actor, hub }) => {
    if (actor.kind === "nobody") throw new Refusal(401, "Requires authentication");
    if (actor.kind !== "person") throw notByIntegration();
    return { status: 200, body: userOf(hub, actor.login) };
  }),
  plainRoute("meta/root", "GET /", ({ hub }) => ({
    status: 200,
    body: { current_user_url: `${hub.api}/user`, rate_limit_url: `${hub.api}/rate_limit` },
  })),
];

function asApp({ actor }: Call): void {
  if (actor.kind !== "app") throw new Refusal(401, "A JSON web token could not be decoded");
}

function giveToken(call: Call): Reply {
  asApp(call);
  const { text, token, narrowed } = issueToken(call.hub.appKey, Number(call.params.id), call.body);
  const repositories = HOSTED.filter((one) => token.repositories.includes(one.name));
  return {
    status: 201,
    body: {
      token: text,
      expires_at: stamp(token.expiresAt),
      permissions: token.permissions,
      repository_selection: "selected",
      ...(narrowed ? { repositories: repositories.map((one) => repositoryOf(call.hub, one)) } : {}),
    },
  };
}
