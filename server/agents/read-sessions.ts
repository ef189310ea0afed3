import "server-only";
import { z } from "zod";
import { SESSION_STATES, type Session } from "@/lib/agents/session";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { visibleTo } from "./read-usage";

export const SessionsQuery = z.object({
  agent: z.string().max(2_048).optional(),
  state: z.enum(SESSION_STATES).optional(),
  /** Searches titles and what was said. */
  text: z.string().max(200).optional(),
  /** The last session of the page before. */
  before: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** Sessions that this person may read, the newest first; `next` is where the next page begins. */
export async function readSessions({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.output<typeof SessionsQuery>;
}): Promise<{ sessions: Session[]; next?: string }> {
  const { agent, state, text, before, limit } = input;
  const sessions = await consoleEngine().parts.sessions.list({
    ...(agent && { agent }),
    ...(state && { state }),
    ...(text && { text }),
    ...(before && { before }),
    ...visibleTo(ctx.person),
    limit,
  });
  const last = sessions.length === limit ? sessions.at(-1) : undefined;
  return { sessions, ...(last && { next: last.id }) };
}
