import "server-only";
import { ListPipelinesCommand } from "@aws-sdk/client-codepipeline";
import type { PipelineRow } from "@/lib/releases/model";
import { callAws, type UpstreamCtx } from "../call-aws";
import { iso } from "../timestamps";
import { codepipeline } from "./client";

export interface ListedPipeline {
  name: string;
  mode: PipelineRow["mode"];
  /** When its definition was last changed. */
  updatedAt?: string;
}

/** All pipelines of the account and region, by name. Needs codepipeline:ListPipelines. */
export async function listPipelines(ctx: UpstreamCtx): Promise<ListedPipeline[]> {
  const pipelines: ListedPipeline[] = [];
  let nextToken: string | undefined;
  do {
    const page = await callAws(ctx, "codepipeline", "ListPipelines", (options) =>
      codepipeline().send(new ListPipelinesCommand({ maxResults: 1_000, nextToken }), options),
    );
    for (const pipeline of page.pipelines ?? []) {
      if (!pipeline.name) continue;
      pipelines.push({
        name: pipeline.name,
        mode: pipeline.executionMode ?? "SUPERSEDED",
        updatedAt: iso(pipeline.updated ?? pipeline.created),
      });
    }
    nextToken = page.nextToken;
  } while (nextToken);
  return pipelines.sort((a, b) => a.name.localeCompare(b.name));
}
