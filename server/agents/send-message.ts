import "server-only";
import type { SendMessageInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { hasRun, startOnce } from "./runs/start-once";
import { ownSession, sendableSession } from "./session-access";

/**
 * A message to a session of one's own; answers when it is in the journal. A repeated request key sends
 * nothing twice. @throws AppError forbidden, conflict while it is at work, waits or is switched off
 */
export async function sendMessage({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: SendMessageInput;
}): Promise<{ sessionId: string }> {
  const engine = consoleEngine();
  const { sessionId, message, requestKey } = input;
  const own = await ownSession(engine, ctx.person, sessionId);
  if (await hasRun(own, requestKey)) return { sessionId };
  const session = await sendableSession(engine, ctx.person, sessionId);
  await startOnce(engine, session, { runId: requestKey, message });
  return { sessionId };
}
