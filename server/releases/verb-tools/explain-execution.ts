import "server-only";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { listActionExecutions } from "@/server/aws/codepipeline/list-action-executions";
import { explainBuild } from "./explain-build";
import { explainDeployment } from "./explain-deployment";
import type { Explanation } from "./explanation";

/** The last action that failed, of one execution or of the pipeline's newest runs, explained by what it ran. */
export async function explainExecution(
  ctx: UpstreamCtx,
  pipeline: string,
  executionId: string | undefined,
): Promise<Explanation> {
  const runs = await listActionExecutions(ctx, pipeline, {
    pages: 1,
    ...(executionId && { executionId }),
  });
  const subject = `pipeline ${pipeline}${executionId ? `, execution ${executionId}` : ""}`;
  const run = runs.find(({ status }) => status === "Failed");
  if (!run)
    return {
      subject,
      failed: false,
      findings: [{ what: "No action failed, as far as AWS remembers." }],
      cannotTell: [],
    };
  const said: Explanation["findings"] = [
    {
      what: `${run.action} in stage ${run.stage} failed in execution ${run.executionId}${run.error?.message ? `: ${run.error.message}` : "."}`,
    },
  ];
  const below = await explainRun(ctx, run);
  return {
    subject: below ? `${subject}, ${below.subject}` : subject,
    failed: true,
    findings: [...said, ...(below?.findings ?? [])],
    cannotTell: below?.cannotTell ?? ["What the action ran left nothing that could be read here."],
    ...(below?.couldNotBeRead && { couldNotBeRead: below.couldNotBeRead }),
  };
}

async function explainRun(
  ctx: UpstreamCtx,
  run: { provider: string; externalId?: string },
): Promise<Explanation | undefined> {
  if (!run.externalId) return undefined;
  if (run.provider === "CodeDeploy") return explainDeployment(ctx, run.externalId);
  if (run.provider === "CodeBuild") return explainBuild(ctx, run.externalId);
  return undefined;
}
