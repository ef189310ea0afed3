/** Which commits an execution would bring to production. */
import type { Commit, ExecutionRow, Revision } from "./model";

export interface CommitsBetween {
  commits: Commit[];
  /** True when commits are known or feared to be missing. */
  incomplete: boolean;
}

const sameCode = (a: Revision, b: Revision): boolean =>
  a.commit && b.commit ? a.commit.id === b.commit.id : a.id === b.id;

/**
 * Walks from the candidate back to what production runs. `executions` are the pipeline's, newest
 * first; `more` says that older ones were not read.
 */
export function commitsBetween(
  executions: readonly ExecutionRow[],
  candidate: Pick<ExecutionRow, "id" | "revisions">,
  production: Revision | undefined,
  more: boolean,
): CommitsBetween {
  const from = executions.findIndex((execution) => execution.id === candidate.id);
  const older = from < 0 ? [] : executions.slice(from + 1);
  const commits = new Map<string, Commit>();
  let incomplete = from < 0;
  for (const { revisions, type } of [{ revisions: candidate.revisions, type: "" }, ...older]) {
    // A rollback brings nothing new; what it returned to is told by the executions before it.
    if (type === "ROLLBACK") continue;
    for (const revision of revisions) {
      if (production && sameCode(revision, production)) {
        return { commits: [...commits.values()], incomplete };
      }
      if (revision.commits.length === 0 && !revision.commit) incomplete = true;
      if (revision.commitsIncomplete) incomplete = true;
      const brought = revision.commits.length > 0 ? revision.commits : [revision.commit];
      for (const commit of brought) {
        if (!commit) continue;
        if (commit.id === production?.commit?.id) {
          return { commits: [...commits.values()], incomplete };
        }
        if (!commits.has(commit.id)) commits.set(commit.id, commit);
      }
    }
  }
  return { commits: [...commits.values()], incomplete: incomplete || more || Boolean(production) };
}
