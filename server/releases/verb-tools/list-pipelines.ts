import "server-only";
import { z } from "zod";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readPipelines } from "../read-pipelines";
import { revisionWords } from "./words";

const MOST = 60;

registerVerbTool({
  name: "release_list_pipelines",
  description:
    "Lists the release pipelines with the status of each stage, whether an approval waits, and the newest execution. Use it first, to find names.",
  class: "read",
  permission: "release.read",
  input: z.object({
    text: z.string().max(100).optional().describe("Only pipelines whose name holds this"),
  }),
  run: async ({ ctx, input: { text = "" } }) => {
    const { pipelines } = await readPipelines(ctx);
    const wanted = pipelines.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
    return {
      count: wanted.length,
      pipelines: wanted.slice(0, MOST).map((row) => ({
        name: row.name,
        mode: row.mode,
        waitsForApproval: row.waiting,
        ...(row.stages && {
          stages: row.stages.map(({ name, status = "never ran" }) => ({ name, status })),
        }),
        ...(row.latest && {
          latestExecution: {
            id: row.latest.id,
            status: row.latest.status,
            revision: revisionWords(row.latest.revisions[0]),
          },
        }),
        ...(row.problem && { problem: row.problem.message }),
      })),
    };
  },
});
