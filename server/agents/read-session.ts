import "server-only";
import { isOwner } from "@/lib/agents/eligibility";
import type { JournalEntry } from "@/lib/agents/events";
import type { SessionView, TraceView } from "@/lib/agents/views";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";
import { readableSession } from "./session-access";
import { modelsOfAgent } from "./session-plan";

const APPROVALS = 200;
/** A page of the journal. */
const ENTRIES = 2_000;

/** A session opened, from its first line or the one after `after`; the stream goes on at `lastSeq`. @throws AppError not_found, forbidden */
export async function readSession({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { sessionId: string; after?: number };
}): Promise<SessionView> {
  const engine = consoleEngine();
  const { parts } = engine;
  const session = await readableSession(engine, ctx.person, input.sessionId);
  const local = session.home.kind === "local";
  const [entries, approvals, off, isolation, models] = await Promise.all([
    parts.journal.read(session.id, input.after === undefined ? undefined : { after: input.after }),
    parts.approvals.list({ sessionId: session.id, limit: APPROVALS }),
    parts.switches.of(session.agent),
    local ? parts.workspaces.isolation() : MICROVM,
    local
      ? parts.definitions.read(session.agent, session.version).then(modelsOfAgent, () => [])
      : [session.model],
  ]);
  return {
    session,
    mine: isOwner(session, ctx.person),
    entries,
    lastSeq: entries.at(-1)?.seq ?? input.after ?? 0,
    approvals,
    models,
    isolation,
    ...(off && { switchedOff: off }),
  };
}

const MICROVM = {
  level: "microvm" as const,
  why: "AgentCore gives each session a microVM of its own.",
};

/** Lines after a cursor, in pages. @throws AppError not_found, forbidden */
export async function readSessionEvents({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { sessionId: string; after: number; limit?: number };
}): Promise<{ entries: JournalEntry[]; lastSeq: number }> {
  const engine = consoleEngine();
  const session = await readableSession(engine, ctx.person, input.sessionId);
  const limit = Math.min(input.limit ?? ENTRIES, ENTRIES);
  const entries = await engine.parts.journal.read(session.id, { after: input.after, limit });
  return { entries, lastSeq: session.lastSeq };
}

/** The spans of a session's runs. @throws AppError not_found, forbidden */
export async function readTrace({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { sessionId: string };
}): Promise<TraceView> {
  const engine = consoleEngine();
  const session = await readableSession(engine, ctx.person, input.sessionId);
  const spans = await engine.parts.spans.ofSession(session.id);
  return { spans, running: session.state === "running" };
}
