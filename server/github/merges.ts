import "server-only";
import { AppError } from "@/server/platform/errors";
import type { Connection } from "./call-github";
import type { GitHub } from "./contracts";

/** One commit of ours is best kept as one; a repository may allow other ways only. */
const METHODS = ["squash", "merge", "rebase"] as const;

export const merges = (github: Connection): Pick<GitHub, "merge"> => ({
  merge: (at, number, how) =>
    github.call(
      at,
      { operation: "merge", permissions: { contents: "write", pull_requests: "write" } },
      async ({ request }) => {
        let last: unknown;
        for (const merge_method of METHODS) {
          try {
            const { data } = await request("PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", {
              owner: at.owner,
              repo: at.name,
              pull_number: number,
              sha: how.expectedHead,
              commit_title: how.title,
              commit_message: how.message,
              merge_method,
            });
            return data.sha;
          } catch (error) {
            if (!methodNotAllowed(error)) throw refusal(number, error);
            last = error;
          }
        }
        throw refusal(number, last);
      },
    ),
});

const methodNotAllowed = (error: unknown): boolean => {
  const { status, message } = error as { status?: number; message?: string };
  return status === 405 && /(merges?|commits?) are not allowed/i.test(message ?? "");
};

/** GitHub says "not mergeable" for a conflict, and gives the rule where one is in the way. */
function refusal(number: number, error: unknown): unknown {
  const { status, response } = error as {
    status?: number;
    response?: { data?: { message?: string } };
  };
  if (status !== 405) return error;
  const told = (response?.data?.message ?? "").replace(/\s+/g, " ").replace(/\.$/, "");
  return new AppError(
    "conflict",
    /not mergeable/i.test(told)
      ? `Pull request #${number} conflicts with its base branch or is held by a rule.`
      : `GitHub does not merge pull request #${number}: ${told.slice(0, 200)}.`,
    { cause: error },
  );
}
