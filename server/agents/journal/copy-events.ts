import "server-only";
import { sql } from "drizzle-orm";
import { inTransaction } from "@/server/db";

/** The first lines of a journal as those of a session that has none, numbers and times as they were. */
export const copyEvents = (from: string, to: string, upTo: number): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.execute(sql`
      insert into agent_events (session_id, seq, at, run_id, event)
      select ${to}, seq, at, run_id, event from agent_events
       where session_id = ${from} and seq <= ${upTo}`);
    await tx.execute(
      sql`update agent_sessions set last_seq = ${upTo} where id = ${to} and last_seq = 0`,
    );
  });
