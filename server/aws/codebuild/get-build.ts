import "server-only";
import { BatchGetBuildsCommand } from "@aws-sdk/client-codebuild";
import type { BuildView } from "@/lib/releases/model";
import { AppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { iso } from "../timestamps";
import { codebuild } from "./client";

export interface BuildRead extends Omit<BuildView, "tests" | "pipeline"> {
  reportArns: string[];
}

const BUILD_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,254}:[A-Za-z0-9-]{1,64}$/;

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1_000);

/** One build by id (`project:uuid`). Needs codebuild:BatchGetBuilds. `not_found` when there is none. */
export async function getBuild(ctx: UpstreamCtx, id: string): Promise<BuildRead> {
  // AWS refuses what cannot be an id as invalid input; for a person it is simply not there.
  if (!BUILD_ID.test(id)) throw new AppError("not_found", "CodeBuild does not know this build.");
  const answer = await callAws(ctx, "codebuild", "BatchGetBuilds", (options) =>
    codebuild().send(new BatchGetBuildsCommand({ ids: [id] }), options),
  );
  const build = answer.builds?.[0];
  if (!build) throw new AppError("not_found", "CodeBuild does not know this build.");
  const { groupName, streamName } = build.logs ?? {};
  return {
    id: build.id ?? id,
    project: build.projectName ?? id.split(":")[0] ?? "",
    number: build.buildNumber,
    status: build.buildStatus ?? "IN_PROGRESS",
    currentPhase: build.currentPhase,
    initiator: build.initiator,
    startedAt: iso(build.startTime),
    endedAt: iso(build.endTime),
    sourceVersion: build.resolvedSourceVersion ?? build.sourceVersion,
    log: groupName && streamName ? { group: groupName, stream: streamName } : undefined,
    phases: (build.phases ?? []).map((phase) => ({
      type: phase.phaseType ?? "",
      status: phase.phaseStatus,
      startedAt: iso(phase.startTime),
      endedAt: iso(phase.endTime),
      durationMs:
        phase.startTime && phase.endTime
          ? phase.endTime.getTime() - phase.startTime.getTime()
          : seconds(phase.durationInSeconds),
      // AWS gives a finished phase a context of empty texts.
      contexts: (phase.contexts ?? [])
        .filter((context) => context.statusCode || context.message)
        .map((context) => ({
          code: context.statusCode || undefined,
          message: context.message || undefined,
        })),
    })),
    reportArns: build.reportArns ?? [],
  };
}
