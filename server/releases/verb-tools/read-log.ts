import "server-only";
import { z } from "zod";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readBuildLog, readLogPage } from "../read-build-log";
import { readDeploymentStory } from "./deployment-story";
import { DESCRIBED } from "./words";

const LINE_CHARS = 500;

registerVerbTool({
  name: "release_read_log",
  description:
    "Reads numbered lines of a log: of a build, from a line on or from its end, or of the scripts that failed in a deployment. Cite a line by the log's name and its number.",
  class: "read",
  permission: "release.read",
  input: z
    .object({
      buildId: z.string().min(1).max(200).optional().describe("Id of a CodeBuild build"),
      deploymentId: z.string().min(1).max(100).optional().describe(DESCRIBED.deploymentId),
      from: z
        .number()
        .int()
        .optional()
        .describe("First line wanted, from 1; absent or 0: the last lines of the build"),
      limit: z.number().int().min(1).max(300).default(120),
    })
    .refine(({ buildId, deploymentId }) => Boolean(buildId) !== Boolean(deploymentId), {
      error: "name a build or a deployment, one of them",
    }),
  run: async ({ ctx, input: { buildId, deploymentId, from = 0, limit } }) => {
    if (deploymentId) {
      const { logs } = await readDeploymentStory(ctx, deploymentId);
      if (logs.length === 0)
        throw new AppError(
          "not_found",
          "No script of this deployment failed, so AWS keeps no log.",
        );
      return { logs };
    }
    const id = buildId ?? "";
    const { lines: total, complete } = await readBuildLog(ctx, id);
    const first = from > 0 ? from : Math.max(1, total - limit + 1);
    const { lines } = await readLogPage(ctx, id, first);
    return {
      total,
      complete,
      logs: [
        {
          log: `build ${id}`,
          lines: lines
            .slice(0, limit)
            .map(({ number, text }) => ({ line: number, text: text.slice(0, LINE_CHARS) })),
        },
      ],
    };
  },
});
