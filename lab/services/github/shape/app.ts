import { APP, EVENTS, GRANTED } from "../app.ts";
import type { GitHubState } from "../state.ts";
import { nodeId } from "./node-id.ts";
import type { Body } from "./octokit-types.ts";
import { stamp } from "./stamp.ts";
import { userOf } from "./user.ts";

/** The App in GitHub's form. */
export function appOf(state: GitHubState) {
  return {
    id: APP.id,
    slug: APP.slug,
    node_id: nodeId("A", APP.id),
    client_id: "Iv1.lab",
    owner: userOf(state, APP.account),
    name: APP.name,
    description: "Proposes updates of node images.",
    external_url: state.lab.endpoint,
    html_url: `${state.site}/apps/${APP.slug}`,
    created_at: stamp(APP.since),
    updated_at: stamp(APP.since),
    permissions: { ...GRANTED },
    events: EVENTS,
    installations_count: 1,
  } satisfies Body<"GET /app">;
}

/** The App's one installation in GitHub's form. */
export function installationOf(state: GitHubState) {
  return {
    id: APP.installation,
    account: userOf(state, APP.account),
    repository_selection: "selected" as const,
    access_tokens_url: `${state.api}/app/installations/${APP.installation}/access_tokens`,
    repositories_url: `${state.api}/installation/repositories`,
    html_url: `${state.site}/organizations/${APP.account}/settings/installations/${APP.installation}`,
    app_id: APP.id,
    client_id: "Iv1.lab",
    app_slug: APP.slug,
    target_id: userOf(state, APP.account).id,
    target_type: "Organization",
    permissions: { ...GRANTED } as Record<string, "read" | "write">,
    events: EVENTS,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [] as string[],
    suspended_by: null,
    suspended_at: null,
    created_at: stamp(APP.since),
    updated_at: stamp(APP.since),
  } satisfies Body<"GET /repos/{owner}/{repo}/installation">;
}
