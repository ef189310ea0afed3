import "server-only";
import { type Conversation, EMPTY_CONVERSATION, textOf } from "@/lib/agents/conversation";
import type { HarnessEvent, JournalEvent, StopReason } from "@/lib/agents/events";
import { applyEntries } from "@/lib/agents/fold-conversation";
import { type HarnessMessage, invokeHarness } from "@/server/aws/agentcore/invoke-harness";
import { invokeRuntime } from "@/server/aws/agentcore/invoke-runtime";
import { stopRuntimeSession } from "@/server/aws/agentcore/stop-session";
import { nobody } from "@/server/aws/call-aws";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { CHOSEN_THERE } from "../chosen-there";
import { type HarnessParts, type HarnessRun, LEASE_LOST, type RunEnd } from "../harness/contracts";
import { JournalWriter } from "../harness/journal-writer";
import { answerCalls, askingMessage, callsIn, passOver } from "./open-calls";
import { runtimeArnOf } from "./runtime-arn";
import { runtimeEvents } from "./runtime-events";

export type RemoteParts = Pick<HarnessParts, "journal" | "sessions" | "gate">;

/** Calls that are answered without a person go back at once; more than that in a row is a circle. */
const MOST_ROUNDS = 50;

/**
 * Runs a turn of an agent on AgentCore: what it streams goes into the journal as it comes, its inline
 * functions wait for a person here, and their answers go with the next call. The conversation itself is
 * kept there, under the session's id. Never throws.
 */
export async function runRemote(parts: RemoteParts, run: HarnessRun): Promise<RunEnd> {
  const began = performance.now();
  const broken = new AbortController();
  const journal = new JournalWriter(
    parts.journal,
    { sessionId: run.session.id, runId: run.runId },
    (error) => broken.abort(error),
  );
  const isLost = () => run.signal.aborted && run.signal.reason === LEASE_LOST;
  let end: RunEnd;
  try {
    end = await turns(parts, run, journal, AbortSignal.any([run.signal, broken.signal]));
  } catch (error) {
    end = run.signal.aborted ? await stopped(run, isLost()) : failed(error);
  }
  const durationMs = Math.round(performance.now() - began);
  try {
    if (isLost()) journal.silence();
    const { stopReason, problem } = end;
    journal.write({
      x_run: { phase: "ended", stopReason, ...(problem && { problem }), durationMs },
    });
    await journal.flush();
    if (!isLost()) await parts.sessions.use(run.session.id, { activeMs: durationMs });
  } catch (error) {
    return failed(error);
  }
  return end;
}

async function turns(
  parts: RemoteParts,
  run: HarnessRun,
  journal: JournalWriter,
  signal: AbortSignal,
): Promise<RunEnd> {
  const entries = await parts.journal.read(run.session.id);
  const conversation = applyEntries(EMPTY_CONVERSATION, entries);
  const before = conversation.runs.some(({ runId }) => runId === run.runId);
  const open = askingMessage(conversation);
  journal.write(beginning(run, before));
  let message: HarnessMessage;
  const unheard = before || open ? undefined : unheardMessage(conversation);
  const words = run.message ?? (before || open || unheard ? undefined : GO_ON);
  if (words !== undefined) {
    const results = open ? passOver(journal, callsIn(open)) : [];
    journal.write(...userMessage(words));
    message = { text: words, results };
    await journal.flush();
  } else if (unheard !== undefined) {
    message = { text: unheard, results: [] };
    await journal.flush();
  } else if (open) {
    const { results, waiting } = await answerCalls(parts, run, journal, callsIn(open));
    if (waiting) return { state: "waiting", stopReason: "interrupted" };
    message = { results };
  } else return cutOff(conversation.items.at(-1));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const stopReason = await stream(parts, run, journal, message, signal);
    if (stopReason !== "tool_use") return { state: "idle", stopReason };
    const after = applyEntries(EMPTY_CONVERSATION, await parts.journal.read(run.session.id));
    const asked = askingMessage(after);
    if (!asked) return { state: "idle", stopReason: "end_turn" };
    const { results, waiting } = await answerCalls(parts, run, journal, callsIn(asked));
    if (waiting) return { state: "waiting", stopReason: "interrupted" };
    message = { results };
  }
  return {
    state: "idle",
    stopReason: "max_iterations_exceeded",
    problem: `The agent asked ${MOST_ROUNDS} times in a row, so it was ended.`,
  };
}

/** What a person says by the button of that name: AgentCore goes on when it is spoken to. */
const GO_ON = "Go on.";

/** The last message, when a failure came before the first word of its answer: it is sent again. */
function unheardMessage({ items }: Conversation): string | undefined {
  const last = items.findLast((item) => item.kind === "message");
  return last?.role === "user" && last.state === "complete" ? textOf(last) : undefined;
}

/** One invocation, journaled as it comes; gives the reason of its last message. */
async function stream(
  { sessions }: RemoteParts,
  run: HarnessRun,
  journal: JournalWriter,
  message: HarnessMessage,
  signal: AbortSignal,
): Promise<StopReason> {
  let reason: StopReason = "end_turn";
  for await (const event of await eventsOf(run, message, signal)) {
    journal.write(event);
    if ("messageStop" in event) reason = event.messageStop.stopReason;
    if ("metadata" in event) {
      const { inputTokens, outputTokens } = event.metadata.usage;
      await sessions.use(run.session.id, { turns: 1, inputTokens, outputTokens });
    }
    signal.throwIfAborted();
  }
  await journal.flush();
  return reason;
}

async function eventsOf(
  { session, person }: HarnessRun,
  message: HarnessMessage,
  signal: AbortSignal,
): Promise<AsyncIterable<HarnessEvent>> {
  const { home, id: sessionId, model } = session;
  const arn = home.kind === "agentcore" ? home.arn : session.agent;
  const called = { arn, sessionId, userId: person.id, signal };
  if (home.kind === "agentcore" && home.what === "runtime") {
    const { contentType, text } = await invokeRuntime(nobody, {
      ...called,
      prompt: message.text ?? "",
    });
    return runtimeEvents(contentType, text);
  }
  const chosen = model.modelId === CHOSEN_THERE.modelId ? {} : { model };
  return invokeHarness(nobody, { ...called, message, ...chosen });
}

/** Nothing is open and nothing was said: an earlier process ended while AgentCore worked. */
const cutOff = (last: { kind: string } | undefined): RunEnd =>
  last?.kind === "message"
    ? {
        state: "failed",
        stopReason: "x_failed",
        problem:
          "The connection to AgentCore was lost while the agent worked there; it may have gone on. Ask it how far it came.",
      }
    : { state: "idle", stopReason: "end_turn" };

/** The other end is told to stop too: a closed connection alone does not end its work. */
async function stopped({ session, signal }: HarnessRun, lost: boolean): Promise<RunEnd> {
  const problem = signal.reason instanceof Error ? signal.reason.message : "The run was stopped.";
  const end: RunEnd = { state: "idle", stopReason: "x_cancelled", problem };
  if (lost) return end;
  try {
    await stopRuntimeSession(nobody, await runtimeArnOf(session), session.id);
    return end;
  } catch (error) {
    log().warn({ error, sessionId: session.id }, "a session on AgentCore could not be stopped");
    return { ...end, problem: `${problem} AgentCore did not confirm it; it may still be at work.` };
  }
}

function failed(error: unknown): RunEnd {
  if (isAppError(error)) return { state: "failed", stopReason: "x_failed", problem: error.message };
  const ref = newRef();
  log().error({ ref, error }, "a run on AgentCore failed");
  return {
    state: "failed",
    stopReason: "x_failed",
    problem: `The run failed for a reason that it did not expect (${ref}).`,
  };
}

function beginning({ session, person }: HarnessRun, before: boolean): JournalEvent {
  if (before) return { x_run: { phase: "resumed", why: "it goes on from the journal" } };
  return {
    x_run: { phase: "started", by: person.email, model: session.model.modelId, mode: session.mode },
  };
}

const userMessage = (text: string): JournalEvent[] => [
  { messageStart: { role: "user" } },
  { contentBlockDelta: { contentBlockIndex: 0, delta: { text } } },
  { contentBlockStop: { contentBlockIndex: 0 } },
  { messageStop: { stopReason: "end_turn" } },
];
