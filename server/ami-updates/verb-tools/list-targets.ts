import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readClusters } from "../read-clusters";
import { briefWords, parts } from "./words";

registerVerbTool({
  name: "ami_list_targets",
  description:
    "Lists every cluster's node classes by environment: the image that runs, the one that AWS recommends, what state the update is in and why, and how far a rollout is.",
  class: "read",
  permission: "ami.read",
  input: z.object({
    environment: z.string().max(63).optional().describe("Only this environment, e.g. prod"),
  }),
  run: async ({ input: { environment } }) => {
    const view = await readClusters(parts());
    if (!view.on) return { on: false };
    return {
      environments: view.lanes
        .filter((lane) => !environment || lane.environment === environment)
        .map((lane) => ({
          environment: lane.environment,
          maintenanceWindowOpen: lane.windowOpen,
          ...(lane.after && { comesAfter: lane.after }),
          targets: lane.targets.map((target) => ({
            cluster: target.cluster,
            nodeClass: target.nodeClass,
            kubernetes: target.kubernetesVersion,
            state: target.state,
            why: target.why,
            runs: target.current?.release ?? target.current?.imageId,
            recommended: target.recommended?.release ?? target.recommended?.imageId,
            ...(target.update && { update: briefWords(target.update) }),
            ...(target.rollout && {
              rollout: {
                phase: target.rollout.phase,
                outcome: target.rollout.outcome,
                nodes: `${target.rollout.replaced} of ${target.rollout.total} replaced`,
                why: target.rollout.why,
              },
            }),
          })),
        })),
      ...(view.missing.length > 0 && { couldNotBeRead: view.missing }),
    };
  },
});
