import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import type { Memory } from "@/lib/agents/memory";
import { isUuid } from "@/lib/platform/is-uuid";
import { agentMemories, db } from "@/server/db";
import type { MemoryStore } from "../contracts";

/** What agents remember, in PostgreSQL. Every read and write names the person. */
export const memoryStore = (): MemoryStore => ({
  async add(memory) {
    const [row] = await db().insert(agentMemories).values(memory).returning();
    if (!row) throw new Error("A memory was not kept.");
    return memoryOfRow(row);
  },
  async search({ agent, personId, text, limit }) {
    const theirs = and(eq(agentMemories.agent, agent), eq(agentMemories.personId, personId));
    const words = wordsOf(text ?? "");
    if (words.length === 0) {
      const rows = await db()
        .select()
        .from(agentMemories)
        .where(theirs)
        .orderBy(desc(agentMemories.createdAt))
        .limit(limit);
      return rows.map(memoryOfRow);
    }
    // Any of the words, also where they only begin one: a question shares few with what was kept.
    const query = sql`to_tsquery('simple', ${words.map((word) => `${word}:*`).join(" | ")})`;
    const vector = sql`to_tsvector('simple', ${agentMemories.text})`;
    const rows = await db()
      .select()
      .from(agentMemories)
      .where(and(theirs, sql`${vector} @@ ${query}`))
      .orderBy(desc(sql`ts_rank(${vector}, ${query})`), desc(agentMemories.createdAt))
      .limit(limit);
    return rows.map(memoryOfRow);
  },
  async forget(id, personId) {
    if (!isUuid(id)) return false;
    const gone = await db()
      .delete(agentMemories)
      .where(and(eq(agentMemories.id, id), eq(agentMemories.personId, personId)))
      .returning({ id: agentMemories.id });
    return gone.length > 0;
  },
});

/** Letters and digits only, so that nothing of a text is an operator of the search. */
const wordsOf = (text: string): string[] => [
  ...new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 64)),
];

const memoryOfRow = (row: typeof agentMemories.$inferSelect): Memory => ({
  id: row.id,
  agent: row.agent,
  personId: row.personId,
  text: row.text,
  ...(row.sessionId && { sessionId: row.sessionId }),
  createdAt: row.createdAt.toISOString(),
});
