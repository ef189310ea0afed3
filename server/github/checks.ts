import "server-only";
import { isAppError } from "@/server/platform/errors";
import type { Connection } from "./call-github";
import type { Check, GitHub } from "./contracts";

const RUN: Record<string, Check["state"]> = {
  success: "succeeded",
  neutral: "skipped",
  skipped: "skipped",
};
const STATUS: Record<string, Check["state"]> = { success: "succeeded", pending: "running" };

/** Check runs, and the older commit statuses of what reports by them still. */
export const checks = (github: Connection): Pick<GitHub, "readChecks"> => ({
  readChecks: async (at, commit) => {
    const target = { owner: at.owner, repo: at.name, ref: commit, per_page: 100 };
    const [runs, statuses] = await Promise.all([
      github.call(
        at,
        { operation: "readCheckRuns", permissions: { checks: "read" } },
        async ({ request }) =>
          (await request("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", target)).data
            .check_runs,
      ),
      givenOrNone(
        github.call(
          at,
          { operation: "readStatuses", permissions: { statuses: "read" } },
          async ({ request }) =>
            (await request("GET /repos/{owner}/{repo}/commits/{ref}/status", target)).data.statuses,
        ),
      ),
    ]);
    return [
      ...runs.map((run) => ({
        name: run.name,
        state: stateOfRun(run.status, run.conclusion),
        ...(run.html_url && { url: run.html_url }),
      })),
      ...statuses.map((status) => ({
        name: status.context,
        state: STATUS[status.state] ?? ("failed" as const),
        ...(status.target_url && { url: status.target_url }),
      })),
    ];
  },
});

/** An App without the permission to read statuses sees check runs alone. */
async function givenOrNone<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    if (isAppError(error) && error.code === "upstream" && !error.retryable) return [];
    throw error;
  }
}

/** Whatever is over and neither well nor skipped counts as failed: cancelled, timed out, stale. */
const stateOfRun = (status: string, conclusion: string | null): Check["state"] => {
  if (status === "completed") return RUN[conclusion ?? ""] ?? "failed";
  return status === "in_progress" ? "running" : "queued";
};
