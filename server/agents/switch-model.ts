import "server-only";
import type { SwitchModelInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";
import { ownSession } from "./session-access";
import { modelOf } from "./session-plan";

/** Another model from the next message on; the conversation stays. @throws AppError forbidden, invalid, conflict */
export async function switchModel({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SwitchModelInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const { parts } = engine;
  const session = await ownSession(engine, ctx.person, input.sessionId);
  if (session.state === "running")
    throw new AppError("conflict", "The agent is at work; switch when it is done, or stop it.");
  const model =
    session.home.kind === "local"
      ? modelOf(await parts.definitions.read(session.agent, session.version), input.model)
      : input.model;
  await parts.sessions.update(session.id, { model });
  const to = input.model.modelId;
  await parts.journal.append(session.id, [
    { x_session: { change: "model", by: ctx.person.email, to } },
  ]);
  return { message: `From now on it is ${to}.` };
}
