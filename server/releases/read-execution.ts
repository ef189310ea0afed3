import "server-only";
import type { ActionRun, ExecutionRow, ExecutionView, StageStatus } from "@/lib/releases/model";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getExecution } from "@/server/aws/codepipeline/get-execution";
import {
  type ActionExecution,
  listActionExecutions,
} from "@/server/aws/codepipeline/list-action-executions";
import { listExecutions } from "@/server/aws/codepipeline/list-executions";
import { addCommits } from "./add-commits";
import { readDefinition } from "./read-definition";

/** An execution's row: from the recent ones, which tell times, else by id. */
export async function readExecution(
  ctx: UpstreamCtx,
  pipeline: string,
  id: string,
): Promise<ExecutionRow> {
  const [definition, page] = await Promise.all([
    readDefinition(ctx, pipeline),
    listExecutions(ctx, pipeline, { max: 100 }),
  ]);
  const row =
    page.executions.find((execution) => execution.id === id) ??
    (await getExecution(ctx, pipeline, id));
  return (await addCommits(definition, [row]))[0] ?? row;
}

/** One execution through all stages. `not_found` when the pipeline does not know it. */
export async function readExecutionView(
  ctx: UpstreamCtx,
  pipeline: string,
  id: string,
): Promise<ExecutionView> {
  const [row, definition, runs] = await Promise.all([
    readExecution(ctx, pipeline, id),
    readDefinition(ctx, pipeline),
    listActionExecutions(ctx, pipeline, { executionId: id }),
  ]);
  const oldestFirst = [...runs].reverse();
  const names = definition.stages.map((stage) => stage.name);
  // A stage that was renamed or removed since still has its runs.
  const gone = oldestFirst.map((run) => run.stage).filter((stage) => !names.includes(stage));
  return {
    ...row,
    pipeline,
    stages: [...new Set([...names, ...gone])].map((name) => {
      const own = oldestFirst.filter((run) => run.stage === name);
      const order = definition.stages.find((stage) => stage.name === name)?.actions ?? [];
      return {
        name,
        status: statusOf(own),
        runs: own.map((run) => ({
          ...actionRun(run),
          runOrder: order.find((action) => action.name === run.action)?.runOrder ?? 1,
        })),
      };
    }),
  };
}

function actionRun(run: ActionExecution): ActionRun {
  const { status } = run;
  return {
    name: run.action,
    category: run.category,
    provider: run.provider,
    runOrder: 1,
    status,
    actionExecutionId: run.actionExecutionId,
    summary: run.summary,
    changedAt: run.updatedAt,
    changedBy: run.updatedBy,
    error: run.error,
    externalId: run.category === "Approval" ? undefined : run.externalId,
    externalUrl: run.externalUrl,
    waitsForApproval: run.category === "Approval" && status === "InProgress",
    startedAt: run.startedAt,
    endedAt: status === "InProgress" ? undefined : run.updatedAt,
  };
}

/** From the newest run of each action; AWS tells a stage's status only for its latest execution. */
function statusOf(oldestFirst: ActionExecution[]): StageStatus | undefined {
  const newest = new Map(oldestFirst.map((run) => [run.action, run.status]));
  const statuses = new Set(newest.values());
  if (statuses.size === 0) return undefined;
  if (statuses.has("InProgress")) return "InProgress";
  if (statuses.has("Failed")) return "Failed";
  if (statuses.has("Abandoned")) return "Stopped";
  return "Succeeded";
}
