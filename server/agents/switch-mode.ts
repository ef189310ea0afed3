import "server-only";
import type { SwitchModeInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";
import { ownSession } from "./session-access";

/** `plan`: tools that read, and nothing else. @throws AppError forbidden, conflict */
export async function switchMode({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SwitchModeInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const session = await ownSession(engine, ctx.person, input.sessionId);
  if (session.state === "running")
    throw new AppError("conflict", "The agent is at work; switch when it is done, or stop it.");
  await engine.parts.sessions.update(session.id, { mode: input.mode });
  await engine.parts.journal.append(session.id, [
    { x_session: { change: "mode", by: ctx.person.email, to: input.mode } },
  ]);
  return {
    message: input.mode === "plan" ? "From now on it only reads." : "From now on it may act.",
  };
}
