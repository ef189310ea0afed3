import "server-only";
import { z } from "zod";
import type { Memory } from "@/lib/agents/memory";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";

export const MemoriesQuery = z.object({
  agent: z.string().min(1).max(2_048),
  text: z.string().max(500).optional(),
});

const SHOWN = 200;

/** What the agent remembers of this person's work, and of nobody else's. */
export async function readMemories({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.output<typeof MemoriesQuery>;
}): Promise<{ memories: Memory[] }> {
  const { agent, text } = input;
  const memories = await consoleEngine().parts.memories.search({
    agent,
    personId: ctx.person.id,
    ...(text && { text }),
    limit: SHOWN,
  });
  return { memories };
}
