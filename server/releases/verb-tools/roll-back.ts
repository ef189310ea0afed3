import "server-only";
import { routes } from "@/lib/platform/routes";
import { RollBackStageInput } from "@/lib/releases/model";
import { revisionName } from "@/lib/releases/revision-text";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readExecution } from "../read-execution";
import { judgeRollBack, rollBackStage } from "../roll-back-stage";
import { hashOf, whereStageDeploys } from "./evidence";

registerVerbTool({
  name: "release_roll_back",
  description:
    "Brings a stage back to what an earlier execution put there, which must have succeeded in that stage. It replaces what runs now. Say why. A person other than who asked decides.",
  class: "destroy",
  permission: "release.approve",
  input: RollBackStageInput,
  action: "release.roll-back",
  target: ({ pipeline, stage }) => `${pipeline}/${stage}`,
  why: ({ reason }) => reason,
  preview: async ({ ctx, input }) => {
    const { pipeline, stage } = input;
    const [judged, fleets] = await Promise.all([
      judgeRollBack(ctx, input),
      whereStageDeploys(ctx, pipeline, stage),
    ]);
    const { verdict, target, currentExecutionId, status } = judged;
    if (!verdict.allowed) throw new AppError("conflict", verdict.why);
    const [back, current] = await Promise.all([
      readExecution(ctx, pipeline, input.targetExecutionId),
      currentExecutionId ? readExecution(ctx, pipeline, currentExecutionId) : undefined,
    ]);
    const name = revisionName(back.revisions[0]);
    return {
      sentence: `Brings stage ${stage} of ${pipeline} back to ${name}.`,
      rows: [
        {
          label: `Stage ${stage}`,
          before: current
            ? `${revisionName(current.revisions[0])}: ${status ?? "never ran"}`
            : (status ?? "never ran"),
          after: `${name}, as a rollback`,
        },
        ...fleets.map(({ fleet, runsNow }) => ({
          label: `On ${fleet}`,
          before: runsNow,
          after: name,
        })),
      ],
      href: routes.pipeline(pipeline),
      evidenceHash: hashOf([
        status,
        currentExecutionId,
        target?.id,
        ...fleets.map(({ revisionId }) => revisionId),
      ]),
    };
  },
  run: rollBackStage,
});
