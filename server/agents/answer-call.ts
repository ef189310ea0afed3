import "server-only";
import { canDecideCall } from "@/lib/agents/eligibility";
import type { AnswerCallInput } from "@/lib/agents/inputs";
import { exclusively } from "@/server/db";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";

/**
 * A person's answer is the result of a call that only a person can answer; the run goes on at once.
 * @throws AppError not_found, forbidden, conflict (answered, expired or withdrawn)
 */
export async function answerCall({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: AnswerCallInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const { sessionId, toolUseId } = input;
  await exclusively(`agents:answer:${sessionId}:${toolUseId}`, () => answer(engine, ctx, input));
  engine.runner.wake();
  engine.changed();
  return { message: "Answered; it goes on." };
}

async function answer({ parts }: AgentEngine, { person }: Ctx, input: AnswerCallInput) {
  const { sessionId, toolUseId } = input;
  const approval = await parts.approvals.ofCall(sessionId, toolUseId);
  if (approval?.asks !== "answer")
    throw new AppError("not_found", "There is no call of that id that waits for an answer.");
  const verdict = canDecideCall(approval, person, parts.now());
  if (!verdict.allowed)
    throw new AppError(approval.state === "pending" ? "forbidden" : "conflict", verdict.why);
  const { id, name, email } = person;
  const journaled = await parts.journal.read(sessionId);
  // The answer comes first: who falls between the two finds it here and only decides.
  const known = journaled.some(
    ({ event }) =>
      "x_tool" in event &&
      event.x_tool.toolUseId === toolUseId &&
      event.x_tool.phase === "finished",
  );
  if (!known)
    await parts.journal.append(
      sessionId,
      [
        {
          x_tool: {
            toolUseId,
            name: approval.tool,
            phase: "finished",
            approvalId: approval.id,
            by: email,
            result: { status: input.status, content: [{ text: input.answer }] },
          },
        },
      ],
      approval.runId,
    );
  const { argumentsHash } = approval;
  const decision = { state: "approved" as const, decidedBy: { id, name, email }, argumentsHash };
  await parts.approvals.decide(approval.id, {
    ...decision,
    decidedAt: parts.now().toISOString(),
  });
  await parts.approvals.use(approval.id, argumentsHash);
}
