import "server-only";
import type { StopRunInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { stoppableSession } from "./session-access";

/** Stops what runs or waits, in whichever process; what it asked of people is void. @throws AppError */
export async function stopRun({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: StopRunInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const session = await stoppableSession(engine, ctx.person, input.sessionId);
  await engine.runner.stop(session.id, ctx.person.email);
  engine.changed();
  return { message: "Stopping." };
}
