import "server-only";
import type { ShareSessionInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { ownSession } from "./session-access";

/** Everybody who sees agents may read it, or no longer. @throws AppError not_found, forbidden */
export async function shareSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ShareSessionInput;
}): Promise<{ message: string }> {
  const engine = consoleEngine();
  const { id } = await ownSession(engine, ctx.person, input.sessionId);
  await engine.parts.sessions.update(id, { shared: input.shared });
  await engine.parts.journal.append(id, [
    { x_session: { change: input.shared ? "shared" : "unshared", by: ctx.person.email } },
  ]);
  return { message: input.shared ? "Everybody can read it now." : "Only you can read it now." };
}
