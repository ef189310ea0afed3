/** CodeBuild: projects, builds that really run on this machine, and their test reports. */
import type { Lab, Service } from "../../core/contracts.ts";
import { createBuildQueue } from "./build-queue.ts";
import { buildOperations } from "./builds.ts";
import { projectOperations } from "./projects.ts";
import { reportOperations } from "./reports.ts";

export default function createCodeBuild(lab: Lab): Service {
  const queue = createBuildQueue(lab);
  return {
    name: "codebuild",
    protocol: "json1.1",
    targetPrefix: "CodeBuild_20161006",
    operations: {
      ...projectOperations(lab),
      ...buildOperations(lab, queue),
      ...reportOperations(lab),
    },
    async start() {
      queue.resume();
    },
    async stop() {
      await queue.shutDown();
    },
  };
}
