import "server-only";
import type { WaitingCall, WaitingCallHead } from "@/lib/agents/waiting-call";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { readableSession } from "./session-access";

const SHOWN = 200;

/** Calls that wait for a person, over all sessions, without their arguments. @throws AppError upstream */
export async function readWaitingCalls(): Promise<WaitingCallHead[]> {
  const { parts } = consoleEngine();
  const pending = await parts.approvals.list({ state: "pending", limit: SHOWN });
  const now = parts.now().getTime();
  return pending
    .filter(({ expiresAt }) => Date.parse(expiresAt) > now)
    .map((approval) => ({
      approvalId: approval.id,
      sessionId: approval.sessionId,
      agent: approval.agent,
      tool: approval.tool,
      class: approval.class,
      rule: approval.rule,
      requestedAt: approval.requestedAt,
      expiresAt: approval.expiresAt,
      who: approval.who,
      asks: approval.asks ?? "decision",
      sentence: approval.preview.sentence,
      requestedBy: { id: approval.requestedBy.id, name: approval.requestedBy.name },
    }));
}

/** One call in full, decided or not. @throws AppError not_found, forbidden */
export async function readCall({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { approvalId: string };
}): Promise<WaitingCall> {
  const engine = consoleEngine();
  const approval = await engine.parts.approvals.byId(input.approvalId);
  const { id, title } = await readableSession(engine, ctx.person, approval.sessionId);
  return { approval, session: { id, title } };
}
