import "server-only";
import { and, desc, eq, lte } from "drizzle-orm";
import type { Approval } from "@/lib/agents/approval";
import type { Json } from "@/lib/agents/events";
import { isUuid } from "@/lib/platform/is-uuid";
import { agentApprovals, db } from "@/server/db";
import { AppError } from "@/server/platform/errors";
import type { ApprovalStore } from "../contracts";

type Row = typeof agentApprovals.$inferSelect;
const PENDING = eq(agentApprovals.state, "pending");

/** Calls that wait for a person, in PostgreSQL. A state only ever changes from what it was expected to be. */
export const approvalStore = (now: () => Date): ApprovalStore => ({
  async open(approval) {
    const { requestedBy, ...rest } = approval;
    const [made] = await db()
      .insert(agentApprovals)
      .values({
        ...rest,
        input: JSON.stringify(approval.input),
        askedInput: approval.askedInput === undefined ? null : JSON.stringify(approval.askedInput),
        requestedById: requestedBy.id,
        requestedByName: requestedBy.name,
        requestedByEmail: requestedBy.email,
        requestedAt: new Date(approval.requestedAt),
        expiresAt: new Date(approval.expiresAt),
        decidedAt: null,
        usedAt: null,
      })
      .onConflictDoNothing({ target: [agentApprovals.sessionId, agentApprovals.toolUseId] })
      .returning();
    const there = made ? approvalOfRow(made) : await ofCall(approval.sessionId, approval.toolUseId);
    if (!there) throw new Error("An approval was neither opened nor found.");
    return there;
  },
  async byId(id) {
    const [row] = isUuid(id)
      ? await db().select().from(agentApprovals).where(eq(agentApprovals.id, id))
      : [];
    if (!row) throw new AppError("not_found", "There is no approval of that id.");
    return approvalOfRow(row);
  },
  ofCall,
  async list({ sessionId, state, limit }) {
    const rows = await db()
      .select()
      .from(agentApprovals)
      .where(
        and(
          sessionId ? eq(agentApprovals.sessionId, sessionId) : undefined,
          state ? eq(agentApprovals.state, state) : undefined,
        ),
      )
      .orderBy(desc(agentApprovals.requestedAt), desc(agentApprovals.id))
      .limit(limit);
    return rows.map(approvalOfRow);
  },
  async decide(id, { argumentsHash, edited, decidedAt, ...decision }) {
    const [before] = edited
      ? await db().select().from(agentApprovals).where(eq(agentApprovals.id, id))
      : [];
    const rows = await db()
      .update(agentApprovals)
      .set({
        ...decision,
        decidedAt: decidedAt ? new Date(decidedAt) : now(),
        ...(edited && {
          input: JSON.stringify(edited.input),
          askedInput: before?.askedInput ?? before?.input ?? null,
          argumentsHash: edited.argumentsHash,
          preview: edited.preview,
        }),
      })
      .where(
        and(eq(agentApprovals.id, id), PENDING, eq(agentApprovals.argumentsHash, argumentsHash)),
      )
      .returning({ id: agentApprovals.id });
    return rows.length > 0;
  },
  async use(id, argumentsHash) {
    const rows = await db()
      .update(agentApprovals)
      .set({ state: "used", usedAt: now() })
      .where(
        and(
          eq(agentApprovals.id, id),
          eq(agentApprovals.state, "approved"),
          eq(agentApprovals.argumentsHash, argumentsHash),
        ),
      )
      .returning({ id: agentApprovals.id });
    return rows.length > 0;
  },
  async expire() {
    const rows = await db()
      .update(agentApprovals)
      .set({ state: "expired", decidedAt: now() })
      .where(and(PENDING, lte(agentApprovals.expiresAt, now())))
      .returning();
    return rows.map(approvalOfRow);
  },
  async voidAll(sessionId) {
    await db()
      .update(agentApprovals)
      .set({ state: "void" })
      .where(and(eq(agentApprovals.sessionId, sessionId), PENDING));
  },
});

async function ofCall(sessionId: string, toolUseId: string): Promise<Approval | undefined> {
  const [row] = await db()
    .select()
    .from(agentApprovals)
    .where(and(eq(agentApprovals.sessionId, sessionId), eq(agentApprovals.toolUseId, toolUseId)));
  return row && approvalOfRow(row);
}

function approvalOfRow(row: Row): Approval {
  return {
    id: row.id,
    sessionId: row.sessionId,
    runId: row.runId,
    toolUseId: row.toolUseId,
    agent: row.agent,
    tool: row.tool,
    class: row.class,
    input: JSON.parse(row.input) as Json,
    ...(row.askedInput !== null && { askedInput: JSON.parse(row.askedInput) as Json }),
    argumentsHash: row.argumentsHash,
    preview: row.preview,
    rule: row.rule,
    requestedBy: {
      id: row.requestedById,
      name: row.requestedByName,
      email: row.requestedByEmail,
    },
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    who: row.who,
    ...(row.permission && { permission: row.permission }),
    asks: row.asks,
    state: row.state,
    ...(row.decidedBy && { decidedBy: row.decidedBy }),
    ...(row.decidedAt && { decidedAt: row.decidedAt.toISOString() }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.usedAt && { usedAt: row.usedAt.toISOString() }),
  };
}
