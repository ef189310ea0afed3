import "server-only";
import { randomUUID } from "node:crypto";
import { offSentence } from "@/lib/agents/eligibility";
import type { RunCommandInput } from "@/lib/agents/inputs";
import type { Session } from "@/lib/agents/session";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { onShutdown } from "@/server/platform/shutdown";
import type { AgentEngine } from "./assemble";
import { consoleEngine } from "./console-parts";
import { problemSentence } from "./problem-sentence";
import { consoleRedactor } from "./redact";
import { ownSession } from "./session-access";

/**
 * A command straight in the session's sandbox, without the model. Answers when it is journaled that it
 * begins; what it says and its end come by the journal. @throws AppError not_found, forbidden, conflict
 */
export async function runCommand({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: RunCommandInput;
}): Promise<{ commandId: string }> {
  const engine = consoleEngine();
  const session = await ownSession(engine, ctx.person, input.sessionId);
  const off = await engine.parts.switches.of(session.agent);
  if (off) throw new AppError("conflict", offSentence(off));
  const id = randomUUID();
  await engine.parts.journal.append(session.id, [
    { x_command: { id, phase: "started", by: ctx.person.email, command: input.command } },
  ]);
  void execute(engine, session, id, input.command).catch((error) =>
    log().error({ error, sessionId: session.id }, "the end of a command could not be kept"),
  );
  return { commandId: id };
}

async function execute(
  engine: AgentEngine,
  session: Session,
  id: string,
  command: string,
): Promise<void> {
  const { journal } = engine.parts;
  const began = performance.now();
  const ending = new AbortController();
  const forget = onShutdown(() => ending.abort());
  const redact = consoleRedactor("certain");
  const quiet = { stdout: redact.stream(), stderr: redact.stream() };
  const say = (stream: "stdout" | "stderr", text: string) => {
    if (text)
      void journal.append(session.id, [{ x_command: { id, phase: "output", stream, text } }]);
  };
  try {
    const result = await engine.runCommand(session, command, {
      signal: ending.signal,
      onOutput: ({ stream, text }) => say(stream, quiet[stream].push(text)),
    });
    say("stdout", quiet.stdout.end());
    say("stderr", quiet.stderr.end());
    const { exitCode, durationMs, problem } = result;
    await journal.append(session.id, [
      { x_command: { id, phase: "finished", exitCode, durationMs, ...(problem && { problem }) } },
    ]);
  } catch (error) {
    const durationMs = Math.round(performance.now() - began);
    const problem = problemSentence(error);
    await journal.append(session.id, [
      { x_command: { id, phase: "finished", exitCode: null, durationMs, problem } },
    ]);
  } finally {
    forget();
  }
}
