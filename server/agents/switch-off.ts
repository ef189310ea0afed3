import "server-only";
import type { SwitchOffInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";

/** Sessions that are stopped at once. */
const MOST = 1_000;

/** The kill switch: no run begins any more, and those under way stop; of one agent, or of all. */
export async function switchOff({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SwitchOffInput;
}): Promise<{ message: string; stopped: number }> {
  const { parts, runner, changed } = consoleEngine();
  const { agent, reason } = input;
  const { email } = ctx.person;
  await parts.switches.off({
    ...(agent && { agent }),
    by: email,
    reason,
    at: parts.now().toISOString(),
  });
  const of = { ...(agent && { agent }), limit: MOST };
  const atWork = [
    ...(await parts.sessions.list({ ...of, state: "running" })),
    ...(await parts.sessions.list({ ...of, state: "waiting" })),
  ];
  for (const session of atWork) {
    await parts.sessions.requestStop(session.id, email);
    await parts.approvals.voidAll(session.id);
  }
  runner.wake();
  changed();
  const what = agent ? "The agent is" : "All agents are";
  return { message: `${what} switched off.`, stopped: atWork.length };
}
