import "server-only";
import { type Connection, orAbsent } from "./call-github";
import type { GitHub, RepositoryRef } from "./contracts";

/** Compare API: of a pull request it is the one view that every server has. */
export const comparisons = (
  github: Connection,
): Pick<GitHub, "compare" | "listCommits" | "isDescendant"> => {
  const compare = (operation: string, at: RepositoryRef, base: string, head: string) =>
    github.call(at, { operation, permissions: { contents: "read" } }, async ({ request }) => {
      const { data } = await request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        owner: at.owner,
        repo: at.name,
        basehead: `${base}...${head}`,
      });
      return data;
    });
  return {
    compare: async (at, base, head) =>
      ((await compare("compare", at, base, head)).files ?? []).map((file) => ({
        path: file.filename,
        status: file.status,
        additions: file.additions,
        deletions: file.deletions,
        ...(file.patch !== undefined && { patch: file.patch }),
      })),
    listCommits: async (at, base, head) =>
      (await compare("listCommits", at, base, head)).commits.map(
        ({ sha, parents, author, commit }) => ({
          commit: sha,
          parents: parents.map((each) => each.sha),
          author: author?.login ?? commit.author?.name ?? "",
          title: commit.message.split("\n")[0] ?? "",
        }),
      ),
    isDescendant: async (at, ancestor, commit) => {
      const compared = await orAbsent(compare("isDescendant", at, ancestor, commit));
      return compared && (compared.status === "ahead" || compared.status === "identical");
    },
  };
};
