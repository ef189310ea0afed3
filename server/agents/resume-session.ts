import "server-only";
import { randomUUID } from "node:crypto";
import type { ResumeSessionInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";
import { sendableSession } from "./session-access";

/** Goes on from the journal after a failure, a stop or a limit. @throws AppError forbidden, conflict */
export async function resumeSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ResumeSessionInput;
}): Promise<{ sessionId: string }> {
  const engine = consoleEngine();
  const session = await sendableSession(engine, ctx.person, input.sessionId);
  if (session.lastSeq === 0)
    throw new AppError("conflict", "Nothing was said in this session yet.");
  await engine.runner.start(session, { runId: randomUUID() });
  return { sessionId: session.id };
}
