import "server-only";
import { routes } from "@/lib/platform/routes";
import { canStop } from "@/lib/releases/eligibility";
import { StopExecutionInput } from "@/lib/releases/model";
import { revisionName } from "@/lib/releases/revision-text";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readExecutionView } from "../read-execution";
import { stopExecution } from "../stop-execution";
import { hashOf } from "./evidence";

registerVerbTool({
  name: "release_stop",
  description:
    "Stops a pipeline execution: what runs may finish, unless it is abandoned. Say why. A person is asked first.",
  class: "change",
  permission: "release.run",
  input: StopExecutionInput,
  action: "release.stop",
  target: ({ pipeline, executionId }) => `${pipeline}/${executionId}`,
  why: ({ reason }) => reason,
  preview: async ({ ctx, input: { pipeline, executionId, abandon } }) => {
    const view = await readExecutionView(ctx, pipeline, executionId);
    const verdict = canStop({
      role: ctx.person.role,
      stale: false,
      status: view.status,
      abandon,
    });
    if (!verdict.allowed) throw new AppError("conflict", verdict.why);
    const running = view.stages.flatMap(({ name, runs }) =>
      runs.filter(({ status }) => status === "InProgress").map((run) => `${name}/${run.name}`),
    );
    return {
      sentence: `Stops the execution of ${pipeline} that brings ${revisionName(view.revisions[0])}${abandon ? ", and abandons what runs" : " when what runs has finished"}.`,
      rows: [
        { label: "Execution", before: view.status, after: abandon ? "Stopped" : "Stopping" },
        ...running.map((action) => ({
          label: action,
          before: "InProgress",
          after: abandon ? "Abandoned" : "may finish",
        })),
      ],
      href: routes.execution(pipeline, executionId),
      evidenceHash: hashOf([view.status, ...running]),
    };
  },
  run: stopExecution,
});
