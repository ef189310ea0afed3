import "server-only";
import { type Connection, orAbsent } from "./call-github";
import type { GitHub, Release } from "./contracts";

const reads = { contents: "read" } as const;

interface WireRelease {
  tag_name: string;
  name: string | null;
  body?: string | null;
  html_url: string;
  published_at: string | null;
  prerelease: boolean;
}

/** Releases; of any public repository, installed on or not. */
export const releases = (github: Connection): Pick<GitHub, "readRelease" | "listReleases"> => ({
  readRelease: (at, tag) =>
    orAbsent(
      github.call(at, { operation: "readRelease", permissions: reads }, async ({ request }) => {
        const { data } = await request("GET /repos/{owner}/{repo}/releases/tags/{tag}", {
          owner: at.owner,
          repo: at.name,
          tag,
        });
        return asRelease(data);
      }),
    ),
  listReleases: (at, limit) =>
    github.call(at, { operation: "listReleases", permissions: reads }, async ({ request }) => {
      const found: Release[] = [];
      const size = Math.min(limit, 100);
      for (let page = 1; found.length < limit; page += 1) {
        const { data } = await request("GET /repos/{owner}/{repo}/releases", {
          owner: at.owner,
          repo: at.name,
          per_page: size,
          page,
        });
        found.push(...data.map(asRelease));
        if (data.length < size) break;
      }
      return found.slice(0, limit);
    }),
});

const asRelease = (release: WireRelease): Release => ({
  tag: release.tag_name,
  name: release.name ?? release.tag_name,
  body: release.body ?? "",
  url: release.html_url,
  ...(release.published_at && { publishedAt: release.published_at }),
  prerelease: release.prerelease,
});
