import "server-only";
import { agentTitle } from "@/lib/agents/describe-agent";
import type { BringAgentBackInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";

/** A retired agent is offered again, as that version says. @throws AppError not_found, invalid, conflict when it is not retired */
export async function bringAgentBack({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: BringAgentBackInput;
}): Promise<{ message: string; version: number }> {
  const { parts, changed } = consoleEngine();
  const version = await parts.definitions.bringBack(input.agent, input.version, ctx.person.email);
  changed();
  const as = version === input.version ? "" : `, as version ${input.version} was`;
  return {
    message: `${agentTitle(input.agent)} is back: version ${version} is in force${as}.`,
    version,
  };
}
