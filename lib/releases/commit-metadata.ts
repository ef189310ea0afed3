/** Commits as the source object's metadata tells them. Outside input: text, never markup. */
import { z } from "zod";
import type { Commit, Revision } from "./model";

const Listed = z.array(
  z.object({
    id: z.string().max(100),
    subject: z.string().max(2_000),
    author: z.string().max(400).optional(),
    at: z.string().max(40).optional(),
  }),
);

const firstLine = (text: string): string => text.split("\n", 1)[0]?.trim() ?? "";

/** Nothing when the object does not tell its commit. */
export function commitsOfMetadata(
  metadata: Record<string, string>,
): Pick<Revision, "commit" | "commits" | "commitsIncomplete"> {
  const id = metadata["commit-id"];
  if (!id) return { commits: [] };
  const listed = parseList(metadata.commits);
  const inList = listed?.find((commit) => commit.id === id);
  const commit: Commit = {
    id,
    subject: firstLine(metadata["codepipeline-artifact-revision-summary"] ?? inList?.subject ?? id),
    author: metadata["commit-author"] ?? inList?.author,
    at: metadata["commit-date"] ?? inList?.at,
  };
  return {
    commit,
    commits: listed?.length ? listed : [commit],
    ...((metadata["commits-incomplete"] === "true" || !listed) && { commitsIncomplete: true }),
  };
}

function parseList(text: string | undefined): Commit[] | undefined {
  if (!text) return undefined;
  try {
    const parsed = Listed.safeParse(JSON.parse(text));
    return parsed.success
      ? parsed.data.map((commit) => ({ ...commit, subject: firstLine(commit.subject) }))
      : undefined;
  } catch {
    return undefined;
  }
}

const ProviderSummary = z.object({ CommitMessage: z.string().optional() });

/** A git source (CodeConnections, CodeCommit) names the commit in the revision itself. */
export function commitOfGitRevision(
  revision: Pick<Revision, "id" | "summary">,
): Commit | undefined {
  if (!/^[0-9a-f]{40}$/i.test(revision.id)) return undefined;
  let subject = revision.summary ?? revision.id;
  try {
    const told = ProviderSummary.safeParse(JSON.parse(subject));
    if (told.success && told.data.CommitMessage) subject = told.data.CommitMessage;
  } catch {
    // CodeCommit's summary is the message itself.
  }
  return { id: revision.id, subject: firstLine(subject) };
}
