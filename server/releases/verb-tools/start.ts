import "server-only";
import { z } from "zod";
import { routes } from "@/lib/platform/routes";
import { canStart } from "@/lib/releases/eligibility";
import { revisionName } from "@/lib/releases/revision-text";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readPipeline } from "../read-pipeline";
import { startPipeline } from "../start-pipeline";
import { hashOf } from "./evidence";
import { DESCRIBED } from "./words";

registerVerbTool({
  name: "release_start",
  description:
    "Starts a new execution of a pipeline with the newest source. Approvals in the pipeline still wait for people. A person is asked first.",
  class: "change",
  permission: "release.run",
  input: z.object({ pipeline: z.string().min(1).max(100).describe(DESCRIBED.pipeline) }),
  action: "release.start",
  target: ({ pipeline }) => pipeline,
  preview: async ({ ctx, input: { pipeline } }) => {
    const view = await readPipeline(ctx, pipeline);
    const verdict = canStart({
      role: ctx.person.role,
      stale: false,
      sourceDisabled: !view.start.allowed,
    });
    if (!verdict.allowed) throw new AppError("conflict", verdict.why);
    const [newest] = view.executions;
    const under = view.executions.filter(({ status }) => status === "InProgress");
    const approvals = view.stages.flatMap((stage) =>
      stage.actions.filter(({ category }) => category === "Approval").map(({ name }) => name),
    );
    return {
      sentence: `Starts a new execution of pipeline ${pipeline} with the newest source.`,
      rows: [
        {
          label: "Newest execution",
          before: newest
            ? `${revisionName(newest.revisions[0])}: ${newest.status}`
            : "there is none",
          after: "a new one, with what the source holds then",
        },
        ...(under.length > 0
          ? [
              {
                label: "Under way",
                before: `${under.length}`,
                after: `as the mode ${view.mode} says of newer ones`,
              },
            ]
          : []),
        {
          label: "Approvals on its way",
          after:
            approvals.length > 0 ? approvals.join(", ") : "none: it goes all the way by itself",
        },
      ],
      href: routes.pipeline(pipeline),
      evidenceHash: hashOf([view.version, newest?.id, ...under.map(({ id }) => id)]),
    };
  },
  run: startPipeline,
});
