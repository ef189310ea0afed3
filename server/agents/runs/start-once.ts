import "server-only";
import type { Session } from "@/lib/agents/session";
import { isAppError } from "@/server/platform/errors";
import type { AgentParts } from "../contracts";
import type { Runner } from "./runner";

interface Engine {
  parts: Pick<AgentParts, "journal" | "sessions">;
  runner: Pick<Runner, "start">;
}

/** Whether a run of that name began in the session; runs are named by the request that asked for them. */
export async function hasRun(
  { journal }: Engine["parts"],
  session: Session,
  runId: string,
): Promise<boolean> {
  if (session.runId === runId) return true;
  if (session.lastSeq === 0) return false;
  const entries = await journal.read(session.id);
  return entries.some((entry) => entry.runId === runId);
}

/** Starts the run, unless the same request started it meanwhile. @throws AppError conflict */
export async function startOnce(
  { parts, runner }: Engine,
  session: Session,
  run: { runId: string; message: string },
): Promise<void> {
  try {
    await runner.start(session, run);
  } catch (error) {
    if (!isAppError(error) || error.code !== "conflict") throw error;
    if (!(await hasRun(parts, await parts.sessions.byId(session.id), run.runId))) throw error;
  }
}
