import "server-only";
import type { SwitchOffInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { stopAtWork } from "./stop-at-work";

/** The kill switch: no run begins any more, and those under way stop; of one agent, or of all. */
export async function switchOff({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SwitchOffInput;
}): Promise<{ message: string; stopped: number }> {
  const engine = consoleEngine();
  const { parts, changed } = engine;
  const { agent, reason } = input;
  const { email } = ctx.person;
  await parts.switches.off({
    ...(agent && { agent }),
    by: email,
    reason,
    at: parts.now().toISOString(),
  });
  const stopped = await stopAtWork(engine, email, agent);
  changed();
  const what = agent ? "The agent is" : "All agents are";
  return { message: `${what} switched off.`, stopped };
}
