import "server-only";
import type { Revision } from "@/lib/releases/model";
import { nobody } from "@/server/aws/call-aws";
import type { RevisionPlace } from "@/server/aws/codedeploy/deployment-read";
import { getExecution } from "@/server/aws/codepipeline/get-execution";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { listPipelines } from "@/server/aws/codepipeline/list-pipelines";
import { isAppError } from "@/server/platform/errors";
import { addCommits } from "./add-commits";
import { cached, forget } from "./cached";
import { readDefinition } from "./read-definition";

export interface DeployedRevision {
  revision: Revision & { location: string };
  /** The pipeline execution that built it, where one is known. */
  pipeline?: { name: string; executionId: string };
}

/** CodePipeline names an artifact's folder after the pipeline, cut at 20 characters. */
const ARTIFACT_FOLDER_LENGTH = 20;

/**
 * Which source revision lies behind what CodeDeploy deploys: the artifact is looked up in the runs
 * of the pipeline that its folder is named after. Without one the location itself has to do.
 */
export async function resolveRevision(place: RevisionPlace): Promise<DeployedRevision> {
  const key = `deployed ${place.location}`;
  const resolved = await cached(key, Number.POSITIVE_INFINITY, () => look(place)).catch((error) => {
    if (isAppError(error)) return unresolved(place);
    throw error;
  });
  // An artifact that no run is known for yet may be known later.
  if (!resolved.pipeline) setTimeout(() => forget(key), 15_000).unref();
  return resolved;
}

const unresolved = (place: RevisionPlace): DeployedRevision => ({
  revision: {
    source: "",
    id: place.s3?.versionId ?? place.location.split("/").at(-1) ?? place.location,
    commits: [],
    location: place.location,
  },
});

async function look(place: RevisionPlace): Promise<DeployedRevision> {
  const { s3 } = place;
  if (!s3) return unresolved(place);
  const folder = s3.key.split("/")[0] ?? "";
  const pipelines = await cached("pipelines", 60_000, () => listPipelines(nobody));
  for (const { name } of pipelines) {
    if (name.slice(0, ARTIFACT_FOLDER_LENGTH) !== folder) continue;
    const executionId = await executionOfArtifact(name, s3.bucket, s3.key);
    if (!executionId) continue;
    const revision = (await revisionsOf(name, executionId))[0];
    if (!revision) continue;
    return {
      revision: { ...revision, location: place.location },
      pipeline: { name, executionId },
    };
  }
  return unresolved(place);
}

async function executionOfArtifact(
  pipeline: string,
  bucket: string,
  key: string,
): Promise<string | undefined> {
  const index = (ttlMs: number) =>
    cached(`artifacts ${pipeline}`, ttlMs, async () => {
      const runs = await listActionExecutions(nobody, pipeline, { pages: 5 });
      // Newest first, so the oldest run, which made the artifact, wins over a later rollback.
      return new Map(
        runs.flatMap((run) =>
          run.outputs.map((output) => [`${output.bucket}/${output.key}`, run.executionId] as const),
        ),
      );
    });
  const known = (await index(300_000)).get(`${bucket}/${key}`);
  if (known) return known;
  forget(`artifacts ${pipeline}`);
  return (await index(300_000)).get(`${bucket}/${key}`);
}

async function revisionsOf(pipeline: string, executionId: string): Promise<Revision[]> {
  const definition = await readDefinition(nobody, pipeline);
  const page = await listExecutions(nobody, pipeline, { max: 100 });
  const execution =
    page.executions.find((candidate) => candidate.id === executionId) ??
    (await getExecution(nobody, pipeline, executionId));
  const [withCommits] = await addCommits(definition, [execution]);
  return withCommits?.revisions ?? [];
}
