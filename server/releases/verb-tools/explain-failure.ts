import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { explainBuild } from "./explain-build";
import { explainDeployment } from "./explain-deployment";
import { explainExecution } from "./explain-execution";
import { DESCRIBED } from "./words";

registerVerbTool({
  name: "release_explain_failure",
  description:
    "Explains a failure by rules, without a model: what failed, and findings that each name the log lines they rest on. Of a deployment, a build, or a pipeline (its failed stage; of its newest execution unless one is named). Says what it cannot tell.",
  class: "read",
  permission: "release.read",
  input: z
    .object({
      deploymentId: z.string().min(1).max(100).optional().describe(DESCRIBED.deploymentId),
      buildId: z.string().min(1).max(200).optional().describe("Id of a CodeBuild build"),
      pipeline: z.string().min(1).max(100).optional().describe(DESCRIBED.pipeline),
      executionId: z.string().min(1).max(100).optional().describe(DESCRIBED.executionId),
    })
    .refine(
      ({ deploymentId, buildId, pipeline }) =>
        [deploymentId, buildId, pipeline].filter(Boolean).length === 1,
      { error: "name a deployment, a build or a pipeline, one of them" },
    ),
  run: async ({ ctx, input: { deploymentId, buildId, pipeline = "", executionId } }) => {
    if (deploymentId) return explainDeployment(ctx, deploymentId);
    if (buildId) return explainBuild(ctx, buildId);
    return explainExecution(ctx, pipeline, executionId);
  },
});
