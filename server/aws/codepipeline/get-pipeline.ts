import "server-only";
import { GetPipelineCommand } from "@aws-sdk/client-codepipeline";
import type { ActionView, PipelineRow } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { codepipeline } from "./client";
import { requirePipelineName } from "./require-name";

export interface ActionDefinition {
  name: string;
  category: ActionView["category"];
  provider: string;
  runOrder: number;
  configuration: Record<string, string>;
  timeoutMinutes?: number;
}

export interface StageDefinition {
  name: string;
  actions: ActionDefinition[];
}

/** How a pipeline is built: what its state does not say. */
export interface PipelineDefinition {
  name: string;
  mode: PipelineRow["mode"];
  version: number;
  stages: StageDefinition[];
}

/** Needs codepipeline:GetPipeline. `not_found` when there is no such pipeline. */
export async function getPipeline(ctx: UpstreamCtx, name: string): Promise<PipelineDefinition> {
  requirePipelineName(name);
  const { pipeline } = await callAws(ctx, "codepipeline", "GetPipeline", (options) =>
    codepipeline().send(new GetPipelineCommand({ name }), options),
  );
  return {
    name: pipeline?.name ?? name,
    mode: pipeline?.executionMode ?? "SUPERSEDED",
    version: pipeline?.version ?? 0,
    stages: (pipeline?.stages ?? []).map((stage) => ({
      name: stage.name ?? "",
      actions: (stage.actions ?? []).map((action) => ({
        name: action.name ?? "",
        category: action.actionTypeId?.category ?? "Invoke",
        provider: action.actionTypeId?.provider ?? "",
        runOrder: action.runOrder ?? 1,
        configuration: action.configuration ?? {},
        timeoutMinutes: action.timeoutInMinutes,
      })),
    })),
  };
}
