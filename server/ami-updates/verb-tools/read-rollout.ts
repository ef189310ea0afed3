import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readRolloutPage } from "../read-rollout-page";
import { DESCRIBED, parts } from "./words";

const NODES = 60;
const EVENTS = 20;

registerVerbTool({
  name: "ami_read_rollout",
  description:
    "Reads how far the rollout of a node class is: phase, what blocks it and since when, each node with its versions and whether they are what the notes promised, and the cluster's warnings.",
  class: "read",
  permission: "ami.read",
  input: z.object({
    cluster: z.string().min(1).max(63).describe(DESCRIBED.cluster),
    nodeClass: z.string().min(1).max(63).describe(DESCRIBED.nodeClass),
  }),
  run: async ({ input }) => {
    const { rollout, promised } = await readRolloutPage(parts(), input);
    return {
      cluster: rollout.cluster,
      nodeClass: rollout.nodeClass,
      updateId: rollout.updateId,
      from: rollout.from?.release,
      to: rollout.to?.release,
      phase: rollout.phase,
      outcome: rollout.outcome ?? "under way",
      why: rollout.why,
      since: rollout.since,
      nodesReplaced: `${rollout.replaced} of ${rollout.total}`,
      promisedVersions: promised,
      ...(rollout.argo && {
        argo: {
          application: rollout.argo.application,
          sync: rollout.argo.sync,
          health: rollout.argo.health,
          hasMerge: rollout.argo.hasMerge,
        },
      }),
      budgets: rollout.budgets.map(({ nodePool, nodes, allowed }) => ({
        nodePool,
        nodes,
        allowed,
      })),
      nodes: rollout.nodes.slice(0, NODES).map((node) => ({
        name: node.node ?? node.claim,
        stage: node.stage,
        since: node.since,
        image: node.imageId,
        kubelet: node.kubelet,
        containerd: node.containerd,
        kernel: node.kernel,
        ...(node.mismatches.length > 0 && { mismatches: node.mismatches }),
        ...(node.blocked.length > 0 && { blocked: node.blocked }),
      })),
      warnings: rollout.events
        .filter(({ type }) => type === "Warning")
        .slice(0, EVENTS)
        .map(({ at, reason, object, message }) => ({ at, reason, object, message })),
      ...(rollout.missing.length > 0 && { couldNotBeRead: rollout.missing }),
    };
  },
});
