import "server-only";
import { canReadSession, canSend, canStopRun, canWriteSession } from "@/lib/agents/eligibility";
import type { Session } from "@/lib/agents/session";
import type { Eligibility } from "@/lib/platform/eligibility";
import type { Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { AgentEngine } from "./assemble";

/** @throws AppError with the sentence of the button that is off */
export function allow(verdict: Eligibility, code: "forbidden" | "conflict" = "forbidden"): void {
  if (!verdict.allowed) throw new AppError(code, verdict.why);
}

/** A session that this person may read. @throws AppError not_found, forbidden */
export async function readableSession(
  { parts }: AgentEngine,
  person: Person,
  id: string,
): Promise<Session> {
  const session = await parts.sessions.byId(id);
  if (canReadSession(session, person, false).allowed) return session;
  const [asked] = await parts.approvals.list({ sessionId: id, limit: 1 });
  allow(canReadSession(session, person, asked !== undefined));
  return session;
}

/** @throws AppError not_found, forbidden */
export async function ownSession(
  { parts }: AgentEngine,
  person: Person,
  id: string,
): Promise<Session> {
  const session = await parts.sessions.byId(id);
  allow(canWriteSession(session, person));
  return session;
}

/** Theirs, and nothing runs or waits in it. @throws AppError not_found, forbidden, conflict */
export async function sendableSession(
  engine: AgentEngine,
  person: Person,
  id: string,
): Promise<Session> {
  const session = await ownSession(engine, person, id);
  allow(canSend(session, person, await engine.parts.switches.of(session.agent)), "conflict");
  return session;
}

/** @throws AppError not_found, forbidden, conflict when nothing runs */
export async function stoppableSession(
  { parts }: AgentEngine,
  person: Person,
  id: string,
): Promise<Session> {
  const session = await parts.sessions.byId(id);
  allow(canStopRun(session, person), "conflict");
  return session;
}
