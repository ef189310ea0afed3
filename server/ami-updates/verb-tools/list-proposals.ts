import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { HistoryQuery, readHistory } from "../read-history";
import { briefWords, DESCRIBED, parts } from "./words";

registerVerbTool({
  name: "ami_list_proposals",
  description:
    "Lists updates of node images, newest first, with risk, verdict, decision and outcome. `open` gives those that wait for a decision.",
  class: "read",
  permission: "ami.read",
  input: z.object({
    cluster: z.string().max(63).optional().describe(DESCRIBED.cluster),
    nodeClass: z.string().max(63).optional().describe(DESCRIBED.nodeClass),
    open: z.boolean().default(false).describe("Only proposals that nobody has decided yet"),
    limit: z.number().int().min(1).max(50).default(20),
  }),
  run: async ({ input: { cluster, nodeClass, open, limit } }) => {
    // Throws while the workflow is off.
    parts();
    const target = cluster && nodeClass ? `${cluster}/${nodeClass}` : undefined;
    const { rows } = await readHistory(
      HistoryQuery.parse({ ...(target && { target }), limit: open ? 100 : limit }),
    );
    const wanted = rows
      .filter((row) => !cluster || row.cluster === cluster)
      .filter((row) => !open || (!row.decision && !row.dryRun && row.pull))
      .slice(0, limit);
    return {
      proposals: wanted.map((row) => ({
        cluster: row.cluster,
        nodeClass: row.nodeClass,
        environment: row.environment,
        ...(row.dryRun && { dryRun: true }),
        ...briefWords(row),
        ...(row.comment && { comment: row.comment }),
        ...(row.outcomeWhy && { outcomeWhy: row.outcomeWhy }),
      })),
    };
  },
});
