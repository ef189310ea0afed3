import "server-only";
import { randomBytes } from "node:crypto";
import { offSentence } from "@/lib/agents/eligibility";
import { forkPoint } from "@/lib/agents/fork-point";
import type { ForkSessionInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";
import { copyEvents } from "./journal/copy-events";
import { readableSession } from "./session-access";

/**
 * A session of one's own with all up to the line, or the last one before it after which nothing was half
 * done, and a copy of the files. Nothing runs again. @throws AppError not_found, forbidden, conflict
 */
export async function forkSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ForkSessionInput;
}): Promise<{ sessionId: string }> {
  const engine = consoleEngine();
  const { parts } = engine;
  const from = await readableSession(engine, ctx.person, input.sessionId);
  if (from.home.kind !== "local")
    throw new AppError("conflict", "A session on AgentCore cannot be forked: its memory is there.");
  const off = await parts.switches.of(from.agent);
  if (off) throw new AppError("conflict", offSentence(off));
  const seq = forkPoint(await parts.journal.read(from.id, { upTo: input.seq }), input.seq);
  if (seq === 0) throw new AppError("conflict", "Nothing is finished there yet to fork from.");

  const { id, name, email } = ctx.person;
  const forkedFrom = { sessionId: from.id, seq };
  const fork = await parts.sessions.create({
    id: `ses_${randomBytes(16).toString("hex")}`,
    agent: from.agent,
    ...(from.version !== undefined && { version: from.version }),
    home: from.home,
    title: from.title,
    owner: { id, name, email },
    mode: from.mode,
    model: from.model,
    limits: from.limits,
    forkedFrom,
  });
  await parts.workspaces.copy(from.id, fork.id);
  await copyEvents(from.id, fork.id, seq);
  await parts.journal.append(fork.id, [
    { x_session: { change: "forked", by: email, from: forkedFrom } },
  ]);
  engine.changed();
  return { sessionId: fork.id };
}
