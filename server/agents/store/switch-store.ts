import "server-only";
import { desc, eq, inArray, sql } from "drizzle-orm";
import type { SwitchedOff } from "@/lib/agents/views";
import { agentSwitches, db } from "@/server/db";
import type { SwitchStore } from "../contracts";
import { retirementOf } from "../definitions/retirements";

/** The row that keeps all agents from running. */
const ALL = "*";

/** The kill switch in PostgreSQL. */
export const switchStore = (): SwitchStore => ({
  async of(agent) {
    const [retired, rows] = await Promise.all([
      retirementOf(agent),
      db()
        .select()
        .from(agentSwitches)
        .where(inArray(agentSwitches.agent, [agent, ALL])),
    ]);
    if (retired) return retired;
    const row = rows.find((each) => each.agent === ALL) ?? rows[0];
    return row && switchOfRow(row);
  },
  async all() {
    const rows = await db().select().from(agentSwitches).orderBy(desc(agentSwitches.at));
    return rows.map(switchOfRow);
  },
  async off({ agent = ALL, by, reason, at }) {
    await db()
      .insert(agentSwitches)
      .values({ agent, by, reason, at: new Date(at) })
      .onConflictDoUpdate({
        target: agentSwitches.agent,
        set: { by: sql`excluded.by`, reason: sql`excluded.reason`, at: sql`excluded.at` },
      });
  },
  async on(agent = ALL) {
    await db().delete(agentSwitches).where(eq(agentSwitches.agent, agent));
  },
});

const switchOfRow = ({
  agent,
  by,
  reason,
  at,
}: typeof agentSwitches.$inferSelect): SwitchedOff => ({
  ...(agent !== ALL && { agent }),
  by,
  reason,
  at: at.toISOString(),
});
