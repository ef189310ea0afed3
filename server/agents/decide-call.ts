import "server-only";
import type { Approval } from "@/lib/agents/approval";
import { agentTitle } from "@/lib/agents/call-words";
import { canDecideCall } from "@/lib/agents/eligibility";
import type { DecideCallInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { editCall } from "./approvals/edit-call";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";

/**
 * Decides exactly the call that was looked at; the run goes on at once, in whichever process. The
 * browser names the call and the hash of what it showed; the arguments are the server's.
 * @throws AppError forbidden, invalid, stale (another hash), conflict (decided, expired or withdrawn)
 */
export async function decideCall({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: DecideCallInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  try {
    return await decide(engine, ctx, input);
  } finally {
    engine.runner.wake();
    engine.changed();
  }
}

async function decide(engine: AgentEngine, { person }: Ctx, input: DecideCallInput) {
  const { approvals, sessions } = engine.parts;
  const approval = await waiting(engine, input.approvalId);
  const now = engine.parts.now();
  const verdict = canDecideCall(approval, person, now);
  if (!verdict.allowed)
    throw new AppError(approval.state === "pending" ? "forbidden" : "conflict", verdict.why);
  if (approval.argumentsHash !== input.argumentsHash)
    throw new AppError("stale", "This is not the call that you looked at; look at it again.");
  if (approval.asks === "answer" && input.decision === "approve")
    throw new AppError("conflict", "This call waits for an answer, not for a consent.");
  const edited =
    input.editedInput === undefined || input.decision === "deny"
      ? undefined
      : await editCall(engine, {
          approval,
          session: await sessions.byId(approval.sessionId),
          editor: person,
          text: input.editedInput,
        });
  const { id, name, email } = person;
  const decided = await approvals.decide(approval.id, {
    state: input.decision === "approve" ? "approved" : "denied",
    decidedBy: { id, name, email },
    decidedAt: engine.parts.now().toISOString(),
    ...(input.reason && { reason: input.reason }),
    argumentsHash: input.argumentsHash,
    ...(edited && { edited }),
  });
  if (!decided) {
    const after = canDecideCall(await approvals.byId(approval.id), person, now);
    throw new AppError("conflict", after.allowed ? "It changed meanwhile; look again." : after.why);
  }
  const { tool, agent, requestedBy } = approval;
  const asked = `${tool}${edited ? " as edited" : ""}, asked by ${agentTitle(agent)} for ${requestedBy.name}`;
  if (input.decision === "deny") return { message: `Denied ${asked}.` };
  return { message: `Approved ${asked}; it goes on.` };
}

/** As it stands now: one whose time is over is not pending any more. */
async function waiting({ parts }: AgentEngine, id: string): Promise<Approval> {
  const approval = await parts.approvals.byId(id);
  const late = Date.parse(approval.expiresAt) <= parts.now().getTime();
  if (approval.state !== "pending" || !late) return approval;
  await parts.approvals.expire();
  return parts.approvals.byId(id);
}
