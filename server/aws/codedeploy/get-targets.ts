import "server-only";
import {
  BatchGetDeploymentTargetsCommand,
  type DeploymentTarget,
  ListDeploymentTargetsCommand,
} from "@aws-sdk/client-codedeploy";
import type { TargetView } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { awsErrorName } from "../refusal";
import { iso } from "../timestamps";
import { codedeploy } from "./client";

/** Ids of all targets; none while the deployment has not started. Needs codedeploy:ListDeploymentTargets. */
export async function listTargetIds(ctx: UpstreamCtx, deploymentId: string): Promise<string[]> {
  const ids: string[] = [];
  let nextToken: string | undefined;
  do {
    try {
      const page = await callAws(ctx, "codedeploy", "ListDeploymentTargets", (options) =>
        codedeploy().send(new ListDeploymentTargetsCommand({ deploymentId, nextToken }), options),
      );
      ids.push(...(page.targetIds ?? []));
      nextToken = page.nextToken;
    } catch (error) {
      if (awsErrorName(error) === "DeploymentNotStartedException") return ids;
      throw error;
    }
  } while (nextToken);
  return ids;
}

function targetView(target: DeploymentTarget): TargetView | undefined {
  const instance = target.instanceTarget;
  if (!instance?.targetId) return undefined;
  return {
    // AWS answers with the instance's ARN for some target types; its last part is the id.
    id: instance.targetId.split("/").at(-1) ?? instance.targetId,
    status: instance.status ?? "Unknown",
    label: instance.instanceLabel,
    updatedAt: iso(instance.lastUpdatedAt),
    events: (instance.lifecycleEvents ?? []).map((event) => ({
      name: event.lifecycleEventName ?? "",
      status: event.status ?? "Unknown",
      startedAt: iso(event.startTime),
      endedAt: iso(event.endTime),
      diagnostics: event.diagnostics?.errorCode && {
        errorCode: event.diagnostics.errorCode,
        scriptName: event.diagnostics.scriptName || undefined,
        message: event.diagnostics.message || undefined,
        logTail: event.diagnostics.logTail || undefined,
      },
    })),
  };
}

/** Life cycle events per target, 25 a call, four calls at a time. Needs codedeploy:BatchGetDeploymentTargets. */
export async function getTargets(
  ctx: UpstreamCtx,
  deploymentId: string,
  ids: string[],
): Promise<TargetView[]> {
  const batches: string[][] = [];
  for (let from = 0; from < ids.length; from += 25) batches.push(ids.slice(from, from + 25));
  const found: TargetView[] = [];
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const targetIds = batch;
      const answer = await callAws(ctx, "codedeploy", "BatchGetDeploymentTargets", (options) =>
        codedeploy().send(
          new BatchGetDeploymentTargetsCommand({ deploymentId, targetIds }),
          options,
        ),
      );
      found.push(...(answer.deploymentTargets ?? []).flatMap((target) => targetView(target) ?? []));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  const order = new Map(ids.map((id, index) => [id, index]));
  return found.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}
