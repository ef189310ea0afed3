import { createHash } from "node:crypto";
import { APP } from "../app.ts";
import { HOSTED } from "../repositories.ts";
import type { GitHubState } from "../state.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";

const isBot = (login: string) => login.endsWith("[bot]");
const isOrganization = (login: string) => HOSTED.some((one) => one.owner === login);

/** The number of an account; a person's follows from the login. */
export function userId(login: string): number {
  if (login === APP.login) return 41_000_001;
  return createHash("sha256").update(login.toLowerCase()).digest().readUInt32BE(0) % 40_000_000;
}

/** The address in commits that GitHub makes for an account. */
export const noReply = (login: string): string =>
  `${userId(login)}+${login}@users.noreply.github.com`;

/** An account in GitHub's short form. */
export function userOf({ api, site }: GitHubState, login: string) {
  const url = `${api}/users/${encodeURIComponent(login)}`;
  const type: "Bot" | "Organization" | "User" = isBot(login)
    ? "Bot"
    : isOrganization(login)
      ? "Organization"
      : "User";
  return {
    login,
    id: userId(login),
    node_id: nodeId("U", login),
    avatar_url: "",
    gravatar_id: "",
    url,
    html_url: `${site}/${encodeURIComponent(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    site_admin: false,
  } satisfies Body<"GET /repos/{owner}/{repo}/releases/tags/{tag}">["author"];
}
