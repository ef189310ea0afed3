import "server-only";
import type { BuildView } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getBuild } from "@/server/aws/codebuild/get-build";
import { getTestSummary } from "@/server/aws/codebuild/get-test-summary";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { AppError, isAppError } from "@/server/platform/errors";
import { cached } from "./cached";

/** A build with its test results. A finished one never changes, so it is read once. */
export async function readBuild(ctx: UpstreamCtx, id: string): Promise<BuildView> {
  const { reportArns, ...build } = await getBuild(ctx, id);
  const [tests, pipeline] = await Promise.all([
    reportArns.length > 0
      ? cached(`tests ${id} ${build.status}`, 60_000, () => getTestSummary(ctx, reportArns)).catch(
          absentOnFailure,
        )
      : undefined,
    pipelineOf(ctx, build),
  ]);
  return { ...build, tests, pipeline };
}

/** As `readBuild`, but a finished build is remembered. Throws when the tests cannot be read. */
export async function readBuildResult(ctx: UpstreamCtx, id: string): Promise<BuildView> {
  const key = `build ${id}`;
  const read = async (): Promise<BuildView> => {
    const { reportArns, ...build } = await getBuild(ctx, id);
    return { ...build, tests: await getTestSummary(ctx, reportArns) };
  };
  return cached(key, 5_000, read);
}

function absentOnFailure(error: unknown): undefined {
  if (isAppError(error)) return undefined;
  throw error;
}

/** CodePipeline starts builds as `codepipeline/<name>`; which execution it was, its runs know. */
async function pipelineOf(
  ctx: UpstreamCtx,
  build: Pick<BuildView, "id" | "initiator">,
): Promise<BuildView["pipeline"]> {
  const name = build.initiator?.match(/^codepipeline\/(.+)$/)?.[1];
  if (!name) return undefined;
  const executionId = await cached(`execution of ${build.id}`, 600_000, async () => {
    const runs = await listActionExecutions(ctx, name, { pages: 3 });
    const run = runs.find((candidate) => candidate.externalId === build.id);
    if (!run) throw new AppError("not_found", "No execution is known for this build.");
    return run.executionId;
  }).catch(absentOnFailure);
  return { name, executionId };
}
