import "server-only";
import { randomBytes } from "node:crypto";
import { offSentence } from "@/lib/agents/eligibility";
import type { InvokeAgentInput } from "@/lib/agents/inputs";
import type { AgentHome } from "@/lib/agents/session";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { CHOSEN_THERE } from "./chosen-there";
import { consoleEngine } from "./console-parts";
import type { AgentParts } from "./contracts";
import { hasRun, startOnce } from "./runs/start-once";
import { limitsOf, modelOf, titleOf } from "./session-plan";

/**
 * Starts a session and answers when the message is in its journal; the run goes on in the background.
 * A repeated request key gives the session that is there. @throws AppError not_found, invalid, conflict
 */
export async function invokeAgent({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: InvokeAgentInput;
}): Promise<{ sessionId: string }> {
  const engine = consoleEngine();
  const { parts, changed } = engine;
  const { agent, message, mode, requestKey } = input;
  const off = await parts.switches.of(agent);
  if (off) throw new AppError("conflict", offSentence(off));
  const { id: personId, name, email } = ctx.person;
  const session = await parts.sessions.create({
    id: `ses_${randomBytes(16).toString("hex")}`,
    agent,
    ...(await planOf(parts, input)),
    title: titleOf(message),
    owner: { id: personId, name, email },
    mode,
    requestKey,
  });
  // The run's name is the request's: what was begun by an earlier try is found by it.
  if (!(await hasRun(session, requestKey)))
    await startOnce(engine, session, { runId: requestKey, message });
  changed();
  return { sessionId: session.id };
}

async function planOf({ definitions }: AgentParts, { agent, model }: InvokeAgentInput) {
  if (agent.startsWith("arn:"))
    return { home: homeOf(agent), model: model ?? CHOSEN_THERE, limits: {} };
  const definition = await definitions.read(agent);
  return {
    home: { kind: "local" as const },
    version: definition.version,
    model: modelOf(definition, model),
    limits: limitsOf(definition),
  };
}

const homeOf = (arn: string): AgentHome => ({
  kind: "agentcore",
  arn,
  what: /:runtime\//.test(arn) ? "runtime" : "harness",
});
