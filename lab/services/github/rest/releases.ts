import { neededText, textOf } from "../api/input.ts";
import { pageOf } from "../api/page.ts";
import { checkLength, invalid, notFound } from "../api/refuse.ts";
import { type Reply, type RepositoryCall, type Route, repositoryRoute } from "../api/route.ts";
import type { Need } from "../auth/authorise.ts";
import { isBranchName } from "../git/read.ts";
import { loginOf, type Release } from "../model.ts";
import { findRelease, listReleases, makeRelease } from "../releases.ts";
import { nodeId } from "../shape/node-id.ts";
import type { Body } from "../shape/octokit-types.ts";
import { stamp } from "../shape/stamp.ts";
import { userOf } from "../shape/user.ts";
import { below, idOf } from "../state.ts";

const READ: Need = { permissions: ["contents"], level: "read" };
const WRITE: Need = { permissions: ["contents"], level: "write" };

/** Releases. */
export const RELEASE_ROUTES: Route[] = [
  repositoryRoute("repos/list-releases", "GET /releases", READ, (call) => {
    const { hub, repository } = call;
    const url = `${hub.api}/repos/${repository.owner}/${repository.name}/releases`;
    return pageOf(call, url, listReleases(hub, repository), (one) => releaseOf(call, one));
  }),
  repositoryRoute("repos/create-release", "POST /releases", WRITE, create),
  repositoryRoute("repos/get-latest-release", "GET /releases/latest", READ, (call) => {
    const [latest] = listReleases(call.hub, call.repository).filter((one) => !one.prerelease);
    return found(call, latest);
  }),
  repositoryRoute("repos/get-release-by-tag", "GET /releases/tags/*tag", READ, (call) =>
    found(call, findRelease(call.hub, call.repository, call.params.tag ?? "")),
  ),
  repositoryRoute("repos/get-release", "GET /releases/:id", READ, (call) =>
    found(call, byId(call)),
  ),
  repositoryRoute("repos/update-release", "PATCH /releases/:id", WRITE, update),
  repositoryRoute("repos/delete-release", "DELETE /releases/:id", WRITE, (call) => {
    const release = byId(call);
    if (!release) throw notFound();
    call.hub.releases.delete(idOf(release, release.tag));
    return { status: 204 };
  }),
];

const byId = ({ hub, repository, params }: RepositoryCall): Release | undefined =>
  hub.releases.list(below(repository)).find((one) => one.id === Number(params.id));

function found(call: RepositoryCall, release: Release | undefined): Reply {
  if (!release || release.draft) throw notFound();
  return { status: 200, body: releaseOf(call, release) };
}

async function create(call: RepositoryCall): Promise<Reply> {
  const { hub, repository, body, actor } = call;
  const tag = neededText(body, "tag_name");
  if (!isBranchName(tag)) {
    throw invalid({
      resource: "Release",
      field: "tag_name",
      code: "custom",
      message: "tag_name is not a valid tag",
    });
  }
  const title = textOf(body, "name");
  const text = textOf(body, "body");
  checkLength("Release", "body", text, 125_000);
  const target = textOf(body, "target_commitish");
  const release = await makeRelease(hub, repository, {
    tag,
    by: loginOf(actor),
    draft: body.draft === true,
    prerelease: body.prerelease === true,
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
    ...(target === undefined ? {} : { target }),
  });
  if (!release) throw invalid({ resource: "Release", code: "already_exists", field: "tag_name" });
  return { status: 201, body: releaseOf(call, release) };
}

function update(call: RepositoryCall): Reply {
  const { hub, body } = call;
  const release = byId(call);
  if (!release) throw notFound();
  const fresh: Release = {
    ...release,
    title: textOf(body, "name") ?? release.title,
    body: textOf(body, "body") ?? release.body,
    draft: typeof body.draft === "boolean" ? body.draft : release.draft,
    prerelease: typeof body.prerelease === "boolean" ? body.prerelease : release.prerelease,
  };
  hub.releases.put(idOf(release, release.tag), fresh);
  return { status: 200, body: releaseOf(call, fresh) };
}

function releaseOf({ hub }: RepositoryCall, one: Release) {
  const url = `${hub.api}/repos/${one.owner}/${one.name}/releases/${one.id}`;
  return {
    url,
    html_url: `${hub.site}/${one.owner}/${one.name}/releases/tag/${encodeURIComponent(one.tag)}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: null,
    zipball_url: null,
    id: one.id,
    node_id: nodeId("RE", one.id),
    tag_name: one.tag,
    target_commitish: one.target,
    name: one.title,
    body: one.body,
    draft: one.draft,
    prerelease: one.prerelease,
    created_at: stamp(one.createdAt),
    published_at: stamp(one.publishedAt),
    author: userOf(hub, one.author),
    assets: [],
  } satisfies Body<"GET /repos/{owner}/{repo}/releases/{release_id}">;
}
