import "server-only";
import type { RenameSessionInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { ownSession } from "./session-access";

/** @throws AppError not_found, forbidden */
export async function renameSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RenameSessionInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const { id } = await ownSession(engine, ctx.person, input.sessionId);
  await engine.parts.sessions.update(id, { title: input.title });
  await engine.parts.journal.append(id, [
    { x_session: { change: "renamed", by: ctx.person.email, to: input.title } },
  ]);
  engine.changed();
  return { message: "Renamed." };
}
