import "server-only";
import { commitOfGitRevision, commitsOfMetadata } from "@/lib/releases/commit-metadata";
import type { ExecutionRow, Revision } from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import type { ActionDefinition, PipelineDefinition } from "@/server/aws/codepipeline/get-pipeline";
import { headObject } from "@/server/aws/s3/head-object";
import { isAppError } from "@/server/platform/errors";
import { inParallel } from "@/server/platform/in-parallel";
import { cached } from "./cached";

const sourcesOf = (definition: PipelineDefinition): ActionDefinition[] =>
  definition.stages.flatMap((stage) =>
    stage.actions.filter((action) => action.category === "Source"),
  );

/** The commits of a revision, where its source tells them. What cannot be read now is left open. */
async function addCommit(definition: PipelineDefinition, revision: Revision): Promise<Revision> {
  const sources = sourcesOf(definition);
  const source =
    sources.find((action) => action.name === revision.source) ??
    (sources.length === 1 ? sources[0] : undefined);
  if (source?.provider !== "S3") {
    const commit = commitOfGitRevision(revision);
    return commit ? { ...revision, commit, commits: [commit], commitsIncomplete: true } : revision;
  }
  const { S3Bucket: bucket, S3ObjectKey: key } = source.configuration;
  if (!bucket || !key || !revision.id) return revision;
  try {
    const told = await cached(
      `object ${bucket}/${key} ${revision.id}`,
      Number.POSITIVE_INFINITY,
      () => headObject(nobody, { bucket, key, versionId: revision.id }),
    );
    return { ...revision, source: source.name, ...commitsOfMetadata(told.metadata) };
  } catch (error) {
    if (isAppError(error)) return revision;
    throw error;
  }
}

/** The executions with the commits of their revisions. */
export async function addCommits(
  definition: PipelineDefinition,
  executions: ExecutionRow[],
): Promise<ExecutionRow[]> {
  return inParallel(executions, 6, async (execution) => ({
    ...execution,
    revisions: await inParallel(execution.revisions, 2, (revision) =>
      addCommit(definition, revision),
    ),
  }));
}
