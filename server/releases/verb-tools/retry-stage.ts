import "server-only";
import { z } from "zod";
import { routes } from "@/lib/platform/routes";
import { canRetry } from "@/lib/releases/eligibility";
import { revisionName } from "@/lib/releases/revision-text";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readExecution } from "../read-execution";
import { readPipeline } from "../read-pipeline";
import { retryStage } from "../retry-stage";
import { hashOf, whereStageDeploys } from "./evidence";
import { DESCRIBED } from "./words";

registerVerbTool({
  name: "release_retry_stage",
  description:
    "Runs a failed stage again on the same execution, so with the same revision. It deploys again if the stage deploys. A person is asked first.",
  class: "change",
  permission: "release.run",
  input: z.object({
    pipeline: z.string().min(1).max(100).describe(DESCRIBED.pipeline),
    stage: z.string().min(1).max(100).describe(DESCRIBED.stage),
    executionId: z
      .string()
      .min(1)
      .max(100)
      .describe("The execution that failed in the stage and is still in it"),
    mode: z.enum(["FAILED_ACTIONS", "ALL_ACTIONS"]).default("FAILED_ACTIONS"),
  }),
  action: "release.retry",
  target: ({ pipeline, stage }) => `${pipeline}/${stage}`,
  preview: async ({ ctx, input }) => {
    const { pipeline, executionId, mode } = input;
    const [view, row, fleets] = await Promise.all([
      readPipeline(ctx, pipeline),
      readExecution(ctx, pipeline, executionId),
      whereStageDeploys(ctx, pipeline, input.stage),
    ]);
    const stage = view.stages.find(({ name }) => name === input.stage);
    if (!stage) throw new AppError("not_found", `${pipeline} has no stage ${input.stage}.`);
    const verdict = canRetry({
      role: ctx.person.role,
      stale: false,
      status: stage.status,
      isLatestInStage: stage.executionId === executionId,
      isSource: stage.actions.every(({ category }) => category === "Source"),
    });
    if (!verdict.allowed) throw new AppError("conflict", verdict.why);
    const revision = row.revisions[0];
    const which = mode === "ALL_ACTIONS" ? "all actions" : "the failed actions";
    return {
      sentence: `Runs ${which} of stage ${stage.name} in pipeline ${pipeline} again, with ${revisionName(revision)}.`,
      rows: [
        { label: `Stage ${stage.name}`, before: stage.status ?? "never ran", after: "runs again" },
        ...stage.actions
          .filter((action) => mode === "ALL_ACTIONS" || action.status === "Failed")
          .map((action) => ({
            label: `Action ${action.name} (${action.provider})`,
            before: action.status ?? "never ran",
            after: "runs again",
          })),
        ...fleets.map(({ fleet, runsNow }) => ({
          label: `On ${fleet}`,
          before: runsNow,
          after: revisionName(revision),
        })),
      ],
      href: routes.execution(pipeline, executionId),
      evidenceHash: hashOf([
        view.version,
        stage.status,
        stage.executionId,
        revision?.id,
        ...stage.actions.map(({ actionExecutionId }) => actionExecutionId),
        ...fleets.map(({ revisionId }) => revisionId),
      ]),
    };
  },
  run: retryStage,
});
