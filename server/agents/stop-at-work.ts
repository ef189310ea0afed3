import "server-only";
import type { Session } from "@/lib/agents/session";
import type { AgentEngine } from "./assemble";

/** Sessions that are stopped at once. */
const MOST = 1_000;

/** Sessions of the agent, or of all, that run or wait for a person. */
export async function sessionsAtWork(
  { parts }: Pick<AgentEngine, "parts">,
  agent?: string,
): Promise<Session[]> {
  const of = { ...(agent && { agent }), limit: MOST };
  return [
    ...(await parts.sessions.list({ ...of, state: "running" })),
    ...(await parts.sessions.list({ ...of, state: "waiting" })),
  ];
}

/** Stops them, wherever they run, and lets what they ask for lapse; how many. */
export async function stopAtWork(
  engine: Pick<AgentEngine, "parts" | "runner">,
  by: string,
  agent?: string,
): Promise<number> {
  const { parts, runner } = engine;
  const atWork = await sessionsAtWork(engine, agent);
  for (const session of atWork) {
    await parts.sessions.requestStop(session.id, by);
    await parts.approvals.voidAll(session.id);
  }
  runner.wake();
  return atWork.length;
}
