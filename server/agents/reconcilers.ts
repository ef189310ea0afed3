import "server-only";
import { and, eq } from "drizzle-orm";
import type { JournalEvent } from "@/lib/agents/events";
import * as inputs from "@/lib/agents/inputs";
import { agentMemories, agentSessions, db } from "@/server/db";
import { isAppError } from "@/server/platform/errors";
import { type OpenIntent, type Reconciler, registerReconciler } from "@/server/platform/reconcile";
import { consoleEngine } from "./console-parts";
import { hasRun } from "./runs/start-once";

/** No action runs longer. */
const LASTS_MS = 60_000;
/** PostgreSQL's clock is not the process's. */
const SLACK_MS = 5_000;

const within = (at: string | Date | undefined, intent: OpenIntent): boolean => {
  const after = at ? new Date(at).getTime() - intent.at.getTime() : Number.NaN;
  return after >= -SLACK_MS && after <= LASTS_MS;
};
const told = (did: boolean) => (did ? "applied" : "refused");
const { shape: of } = inputs.SendMessageInput.pick({ sessionId: true, requestKey: true });
const InSession = inputs.StopRunInput;

export const reconcileInvoke: Reconciler = async (intent) => {
  const requestKey = of.requestKey.parse((intent.input as { requestKey?: unknown })?.requestKey);
  const [row] = await db()
    .select({ id: agentSessions.id })
    .from(agentSessions)
    .where(
      and(eq(agentSessions.ownerId, intent.person.id), eq(agentSessions.requestKey, requestKey)),
    );
  if (!row) return "refused";
  return told(await hasRun(await consoleEngine().parts.sessions.byId(row.id), requestKey));
};

export const reconcileSend: Reconciler = async (intent) => {
  const { sessionId, requestKey } = inputs.SendMessageInput.pick({
    sessionId: true,
    requestKey: true,
  }).parse(intent.input);
  return told(await hasRun(await consoleEngine().parts.sessions.byId(sessionId), requestKey));
};

/** What the journal says that this person did then. */
const byJournal =
  (did: (event: JournalEvent, by: string) => boolean): Reconciler =>
  async (intent) => {
    const { sessionId } = InSession.parse(intent.input);
    const entries = await consoleEngine().parts.journal.read(sessionId);
    return told(
      entries.some(({ at, event }) => within(at, intent) && did(event, intent.person.email)),
    );
  };

const changed = (...changes: string[]) =>
  byJournal(
    (event, by) =>
      "x_session" in event && event.x_session.by === by && changes.includes(event.x_session.change),
  );

export const reconcileResume = byJournal(
  (event, by) =>
    "x_run" in event &&
    ((event.x_run.phase === "started" && event.x_run.by === by) || event.x_run.phase === "resumed"),
);

/** A stop that is on its way ends as one that was done. */
export const reconcileStop: Reconciler = async (intent) => {
  const { sessionId } = InSession.parse(intent.input);
  const [row] = await db()
    .select({ by: agentSessions.stopRequestedBy })
    .from(agentSessions)
    .where(eq(agentSessions.id, sessionId));
  if (row?.by === intent.person.email) return "applied";
  return byJournal(
    (event) =>
      "x_run" in event && event.x_run.phase === "ended" && event.x_run.stopReason === "x_cancelled",
  )(intent);
};

export const reconcileFork: Reconciler = async (intent) => {
  const { sessionId } = InSession.parse(intent.input);
  const rows = await db()
    .select({ from: agentSessions.forkedFrom, at: agentSessions.createdAt })
    .from(agentSessions)
    .where(eq(agentSessions.ownerId, intent.person.id));
  return told(rows.some(({ from, at }) => from?.sessionId === sessionId && within(at, intent)));
};

export const reconcileDecision: Reconciler = async (intent) => {
  const { approvalId, decision } = intent.input as inputs.DecideCallInput;
  const approval = await consoleEngine().parts.approvals.byId(approvalId).catch(noneThere);
  const states = decision === "approve" ? ["approved", "used"] : ["denied"];
  return told(
    approval?.decidedBy?.id === intent.person.id &&
      states.includes(approval.state) &&
      within(approval.decidedAt, intent),
  );
};

export const reconcileSave: Reconciler = async (intent) => {
  const { name } = intent.input as inputs.SaveAgentInput;
  const versions = await consoleEngine().parts.definitions.versions(name);
  const { email } = intent.person;
  return told(versions.some((each) => each.savedBy === email && within(each.savedAt, intent)));
};

const retiredNow = async (agent: string) =>
  (await consoleEngine().parts.definitions.retired()).find((each) => each.agent === agent);

export const reconcileRetire: Reconciler = async (intent) => {
  const there = await retiredNow(inputs.RetireAgentInput.parse(intent.input).agent);
  return told(there?.by === intent.person.email && within(there.at, intent));
};

export const reconcileBringBack: Reconciler = async (intent) =>
  told((await retiredNow(inputs.BringAgentBackInput.parse(intent.input).agent)) === undefined);

export const reconcileForget: Reconciler = async (intent) => {
  const { memoryId } = inputs.ForgetMemoryInput.parse(intent.input);
  const rows = await db()
    .select({ id: agentMemories.id })
    .from(agentMemories)
    .where(eq(agentMemories.id, memoryId));
  return told(rows.length === 0);
};

const switchNow = async (agent: string | undefined) =>
  (await consoleEngine().parts.switches.all()).find((each) => each.agent === agent);

export const reconcileSwitchOff: Reconciler = async (intent) => {
  const there = await switchNow(inputs.SwitchOffInput.parse(intent.input).agent);
  return told(there?.by === intent.person.email && within(there.at, intent));
};

export const reconcileSwitchOn: Reconciler = async (intent) =>
  told((await switchNow(inputs.SwitchOnInput.parse(intent.input).agent)) === undefined);

const noneThere = (error: unknown): undefined => {
  if (!isAppError(error) || error.code !== "not_found") throw error;
};

registerReconciler("agent.invoke", reconcileInvoke);
registerReconciler("agent.send", reconcileSend);
registerReconciler("agent.resume", reconcileResume);
registerReconciler("agent.stop", reconcileStop);
registerReconciler("agent.switch-model", changed("model"));
registerReconciler("agent.switch-mode", changed("mode"));
registerReconciler("agent.rename", changed("renamed"));
registerReconciler("agent.share", changed("shared", "unshared"));
registerReconciler("agent.fork", reconcileFork);
registerReconciler(
  "agent.command",
  byJournal(
    (event, by) =>
      "x_command" in event && event.x_command.phase === "started" && event.x_command.by === by,
  ),
);
registerReconciler("agent.decide", reconcileDecision);
registerReconciler(
  "agent.answer",
  byJournal(
    (event, by) => "x_tool" in event && event.x_tool.phase === "finished" && event.x_tool.by === by,
  ),
);
registerReconciler("agent.save", reconcileSave);
registerReconciler("agent.retire", reconcileRetire);
registerReconciler("agent.bring-back", reconcileBringBack);
registerReconciler("agent.forget", reconcileForget);
registerReconciler("agent.switch-off", reconcileSwitchOff);
registerReconciler("agent.switch-on", reconcileSwitchOn);
