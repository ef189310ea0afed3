import "server-only";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { streamJournal } from "./journal/stream-journal";
import { readableSession } from "./session-access";

/** The session's journal after the cursor as it grows, as server-sent events. @throws AppError not_found, forbidden */
export async function followSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { sessionId: string; after: number; recheck(): Promise<Ctx>; signal: AbortSignal };
}): Promise<ReadableStream<Uint8Array>> {
  const engine = consoleEngine();
  const { sessionId, after, signal } = input;
  await readableSession(engine, ctx.person, sessionId);
  return streamJournal({
    journal: engine.parts.journal,
    sessionId,
    after,
    signal,
    recheck: async () => readableSession(engine, (await input.recheck()).person, sessionId),
  });
}
