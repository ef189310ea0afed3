import "server-only";
import { agentTitle } from "@/lib/agents/describe-agent";
import { canRetireAgent } from "@/lib/agents/eligibility";
import type { RetireAgentInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { allow } from "./session-access";
import { sessionsAtWork, stopAtWork } from "./stop-at-work";

/**
 * The agent is no longer offered; what it did stays readable. @throws AppError not_found; stale when
 * there is a newer version; conflict while sessions of it are at work, and when it is retired already
 */
export async function retireAgent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RetireAgentInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const { parts, changed } = engine;
  const { agent, version, reason } = input;
  const { email } = ctx.person;
  const atWork = await sessionsAtWork(engine, agent);
  const waiting = atWork.filter(({ state }) => state === "waiting").length;
  allow(canRetireAgent(ctx.person, { running: atWork.length - waiting, waiting }), "conflict");
  await parts.definitions.retire(agent, {
    version,
    by: email,
    reason,
    at: parts.now().toISOString(),
  });
  // Who began in the same moment is stopped here, or finds it retired once it has its session.
  await stopAtWork(engine, email, agent);
  changed();
  return { message: `${agentTitle(agent)} is retired.` };
}
