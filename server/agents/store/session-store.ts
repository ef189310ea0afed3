import "server-only";
import type { SessionStore } from "../contracts";
import { listSessions, readSession } from "./read-sessions";
import * as run from "./run-sessions";
import { createSession, updateSession, useBudget } from "./write-sessions";

/** Sessions in PostgreSQL. Every write is guarded by what it rests on. */
export const sessionStore = (): SessionStore => ({
  create: createSession,
  byId: readSession,
  list: listSessions,
  claim: run.claimSession,
  renew: run.renewSession,
  release: run.releaseSession,
  use: useBudget,
  requestStop: run.requestStop,
  orphaned: run.orphanedSessions,
  decided: run.decidedSessions,
  update: updateSession,
});
