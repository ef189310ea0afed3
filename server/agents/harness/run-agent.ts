import "server-only";
import { type Conversation, type ConversationRun, callsOf } from "@/lib/agents/conversation";
import { NO_USAGE } from "@/lib/agents/conversation-draft";
import type { JournalEvent, StopReason } from "@/lib/agents/events";
import { foldConversation } from "@/lib/agents/fold-conversation";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { modelMessages } from "./context/model-messages";
import { type HarnessParts, type HarnessRun, LEASE_LOST, type RunEnd } from "./contracts";
import { JournalWriter } from "./journal-writer";
import { HOUSE_LIMITS } from "./limits";
import { runLoop } from "./run-loop";
import { RunState } from "./run-state";
import { settleOpenCalls } from "./settle-open-calls";
import { collectTools } from "./tools/collect-tools";

/**
 * Runs an agent until its turn ends, a person is needed, a limit is met or it fails. Everything that
 * happens is in the journal before it counts; without a `message` the run goes on from there, in
 * whichever process. Never throws; `state` says how the session stands afterwards.
 */
export async function runAgent(parts: HarnessParts, run: HarnessRun): Promise<RunEnd> {
  const began = performance.now();
  const failure = new AbortController();
  const journal = new JournalWriter(
    parts.journal,
    { sessionId: run.session.id, runId: run.runId },
    (error) => failure.abort(error),
  );
  let end: RunEnd;
  try {
    const ids = { sessionId: run.session.id, runId: run.runId };
    const work = () => runWith(parts, run, journal, failure.signal);
    end = await (parts.telemetry?.inRun(ids, work) ?? work());
  } catch (error) {
    end = failed(error);
  }
  const durationMs = Math.round(performance.now() - began);
  try {
    if (isLost(run)) journal.silence();
    const { stopReason, problem } = end;
    journal.write({
      x_run: { phase: "ended", stopReason, ...(problem && { problem }), durationMs },
    });
    await journal.flush();
    if (!isLost(run)) await parts.sessions.use(run.session.id, { activeMs: durationMs });
  } catch (error) {
    return failed(error);
  }
  return end;
}

async function runWith(
  parts: HarnessParts,
  run: HarnessRun,
  journal: JournalWriter,
  journalFailed: AbortSignal,
): Promise<RunEnd> {
  const conversation = dropHalf(foldConversation(await parts.journal.read(run.session.id)));
  const model = parts.modelFor(run.session.model, run.definition);
  const before = conversation.runs.findLast(({ runId }) => runId === run.runId);
  // Together: who begins it may be sure that what was said is kept.
  journal.write(beginning(run, before), ...userMessage(run.message));
  await journal.flush();
  const workspace = await parts.workspaces.open(run.session.id, run.definition.console.sandbox);
  if (run.session.isolation !== workspace.isolation.level)
    await parts.sessions.update(run.session.id, { isolation: workspace.isolation.level });
  const { tools, problems, close } = await collectTools(parts, run, workspace, run.signal);
  journal.write(...problems.map((message): JournalEvent => ({ x_problem: { message } })));
  const state = new RunState({
    parts,
    run,
    journal,
    workspace,
    model,
    tools,
    known: new Map([...callsOf(conversation)].map((call) => [call.toolUseId, call])),
    used: {
      turns: before?.turns ?? 0,
      usage: before?.usage ?? NO_USAGE,
      nanoUsd: before?.nanoUsd ?? 0,
    },
  });
  const limitMs = run.session.limits.ms ?? HOUSE_LIMITS.ms;
  const timer = setTimeout(() => endByTime(state, limitMs), limitMs - (before?.durationMs ?? 0));
  journalFailed.addEventListener("abort", () => state.fail(journalFailed.reason), { once: true });
  run.signal.addEventListener("abort", () => isLost(run) && journal.silence(), { once: true });
  try {
    return await work(state, conversation);
  } finally {
    clearTimeout(timer);
    await Promise.all([close(), state.settled()]);
  }
}

/** An answer that a process left half said: the model is asked again. */
function dropHalf(conversation: Conversation): Conversation {
  const items = conversation.items.map((item) =>
    item.kind === "message" && item.state === "streaming"
      ? { ...item, state: "dropped" as const }
      : item,
  );
  return { ...conversation, items };
}

/** To go on after a stop in mid-answer is to ask for that answer anew. */
function askAgain(conversation: Conversation): Conversation {
  const last = conversation.items.findLast(
    (item) => item.kind === "message" && item.state !== "dropped",
  );
  const items = conversation.items.filter(
    (item) => item !== last || item.kind !== "message" || item.state !== "interrupted",
  );
  return { ...conversation, items };
}

async function work(state: RunState, conversation: Conversation): Promise<RunEnd> {
  const { message } = state.run;
  try {
    const settled = await settleOpenCalls(state, conversation);
    const from = modelMessages(message === undefined ? askAgain(settled) : settled);
    if (message === undefined && !from.pending && from.messages.at(-1)?.role !== "user")
      return { state: "idle", stopReason: "end_turn" };
    const stopReason = await runLoop(state, conversation, { ...from, message });
    return ending(state, stopReason);
  } catch (error) {
    return state.end || state.run.signal.aborted ? ending(state, "x_failed") : failed(error);
  }
}

function ending(state: RunState, stopReason: StopReason): RunEnd {
  const { end, run } = state;
  if (end?.why === "failed") return failed(end.error);
  if (run.signal.aborted)
    return { state: "idle", stopReason: "x_cancelled", problem: stopSentence(run.signal.reason) };
  if (end?.why === "waiting") return { state: "waiting", stopReason: "interrupted" };
  if (end?.why === "limit")
    return { state: "idle", stopReason: end.stopReason, problem: end.problem };
  return { state: "idle", stopReason };
}

function endByTime(state: RunState, ms: number): void {
  state.end ??= {
    why: "limit",
    stopReason: "timeout_exceeded",
    problem: `The run took longer than ${Math.round(ms / 1_000)} s, its limit.`,
  };
  state.abort.abort(new Error("time"));
}

/** Who stops a run says so in one sentence. */
const stopSentence = (reason: unknown): string =>
  reason instanceof Error && reason.name === "Error" && reason.message
    ? reason.message
    : "The run was stopped.";

const isLost = (run: HarnessRun): boolean => run.signal.aborted && run.signal.reason === LEASE_LOST;

function failed(error: unknown): RunEnd {
  if (isAppError(error)) return { state: "failed", stopReason: "x_failed", problem: error.message };
  const ref = newRef();
  log().error({ ref, error }, "a run failed");
  return {
    state: "failed",
    stopReason: "x_failed",
    problem: `The run failed for a reason that it did not expect (${ref}).`,
  };
}

function beginning(
  { session, person }: HarnessRun,
  before: ConversationRun | undefined,
): JournalEvent {
  if (before) return { x_run: { phase: "resumed", why: whyAgain(before) } };
  return {
    x_run: { phase: "started", by: person.email, model: session.model.modelId, mode: session.mode },
  };
}

function whyAgain({ stopReason }: ConversationRun): string {
  if (stopReason === undefined) return "The process that ran it ended.";
  return stopReason === "interrupted" ? "What it waited for is decided." : "It goes on.";
}

const userMessage = (text: string | undefined): JournalEvent[] =>
  text === undefined
    ? []
    : [
        { messageStart: { role: "user" } },
        { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } },
        { contentBlockStop: { contentBlockIndex: 0 } },
        { messageStop: { stopReason: "end_turn" } },
      ];
