import "server-only";
import type { EffectPreview } from "@/lib/agents/approval";
import type { Ctx } from "@/server/platform/ctx";
import { editCall } from "./approvals/edit-call";
import { consoleEngine } from "./console-parts";
import { readableSession } from "./session-access";

/**
 * What a call would do with other arguments, checked as the decision will check them. Nothing is kept.
 * @throws AppError not_found, forbidden, invalid with the sentence that the tool's schema gives, conflict
 */
export async function previewEdit({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { approvalId: string; text: string };
}): Promise<{ preview: EffectPreview }> {
  const engine = consoleEngine();
  const approval = await engine.parts.approvals.byId(input.approvalId);
  const session = await readableSession(engine, ctx.person, approval.sessionId);
  const edited = await editCall(engine, {
    approval,
    session,
    editor: ctx.person,
    text: input.text,
  });
  return { preview: (edited ?? approval).preview };
}
