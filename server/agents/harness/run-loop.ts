import "server-only";
import {
  AfterModelCallEvent,
  AfterToolsEvent,
  Agent,
  BeforeToolCallEvent,
  InvokeModelStage,
  type Message,
  NullConversationManager,
  TextBlock,
} from "@strands-agents/sdk";
import { type Conversation, callsOf } from "@/lib/agents/conversation";
import type { StopReason } from "@/lib/agents/events";
import type { AgentTool } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { ContextWindow } from "./context/context-window";
import { addTo, type ModelConversation } from "./context/model-messages";
import { JournaledModel } from "./models/journaled-model";
import { modelProblem } from "./models/model-problem";
import { retryModel } from "./models/retry-model";
import { toStopReason } from "./models/stop-reasons";
import { NoSandbox } from "./no-sandbox";
import type { RunState } from "./run-state";
import { systemPromptOf } from "./system-prompt";
import { SdkTool } from "./tools/sdk-tool";

/**
 * The SDK's loop over one run. Its agent lives no longer than that: the journal is what lasts.
 * @throws AppError with one sentence when the model cannot be asked
 */
export async function runLoop(
  state: RunState,
  conversation: Conversation,
  from: ModelConversation & { message?: string },
): Promise<StopReason> {
  const notes = from.message === undefined ? undefined : await recalled(state, from.message);
  const args = said(from, notes);
  const ids = new Set([...callsOf(conversation)].map(({ toolUseId }) => toolUseId));
  const agent = new Agent({
    name: state.run.definition.name,
    id: state.run.session.id,
    model: new JournaledModel(state.model.model, state, ids),
    systemPrompt: systemPromptOf(state),
    messages: from.messages,
    tools: offered(state).map((tool) => new SdkTool(state, tool)),
    toolExecutor: "concurrent",
    conversationManager: new NullConversationManager(),
    retryStrategy: null,
    printer: false,
    sandbox: new NoSandbox(),
    traceAttributes: {
      "session.id": state.run.session.id,
      "switchyard.run_id": state.run.runId,
    },
  });
  const missing = new SdkTool(state);
  agent.addHook(BeforeToolCallEvent, (event) => {
    if (!event.tool) event.selectedTool = missing;
  });
  agent.addHook(AfterToolsEvent, (event) => {
    // What it would say instead is thrown away with the agent.
    if (!state.mayAsk()) event.endTurn = true;
  });
  const context = new ContextWindow(state, conversation);
  agent.addHook(AfterModelCallEvent, retryModel(state, context));
  agent.addMiddleware(InvokeModelStage.Input, async (asked) => ({
    ...asked,
    messages: await context.fit(asked.messages),
  }));
  if (from.pending) replayOnce(agent, from.pending);
  else if (!state.mayAsk()) return "end_turn";
  try {
    const stream = agent.stream(args, { cancelSignal: state.signal });
    let next = await stream.next();
    while (!next.done) next = await stream.next();
    return toStopReason(next.value.stopReason);
  } catch (error) {
    if (isMaxTokens(error)) return "max_tokens";
    const { sentence, overflow } = modelProblem(error, state.model.secrets);
    if (overflow) {
      state.end ??= {
        why: "limit",
        stopReason: "model_context_window_exceeded",
        problem: sentence,
      };
      return "model_context_window_exceeded";
    }
    throw new AppError("upstream", sentence, { cause: error });
  }
}

/** What the loop adds to the conversation. After results of calls a message is part of theirs. */
function said(
  { messages, message }: ModelConversation & { message?: string },
  notes: string | undefined,
): TextBlock[] {
  if (message === undefined) return [];
  const blocks = [...(notes ? [notes] : []), message].map((text) => new TextBlock(text));
  if (messages.at(-1)?.role !== "user") return blocks;
  addTo(messages, "user", blocks);
  return [];
}

/** A memory that is away costs its notes, never the run. */
async function recalled({ parts, run, journal }: RunState, message: string) {
  try {
    const about = { agent: run.session.agent, personId: run.person.id, message };
    const found = await parts.recall?.(about);
    if (found) journal.write({ x_memory: { phase: "recalled", texts: found.texts } });
    return found?.block;
  } catch (error) {
    log().warn({ error, sessionId: run.session.id }, "what an agent remembers could not be read");
    return undefined;
  }
}

/** In plan mode the model only sees what may read; what it calls all the same the policy refuses. */
const offered = ({ tools, run }: RunState): AgentTool[] =>
  [...tools.values()].filter(
    (tool) => run.session.mode === "act" || tool.class === "read" || tool.classOf,
  );

const isMaxTokens = (error: unknown): boolean =>
  error instanceof Error && error.name === "MaxTokensError";

/**
 * The answer whose calls are still open was given before: the loop gets it from the journal instead
 * of asking the model again, and goes on with its calls.
 */
function replayOnce(agent: Agent, pending: Message): void {
  let done = false;
  agent.addMiddleware(InvokeModelStage, async function* (context, next) {
    if (done) return yield* next(context);
    done = true;
    return { result: { message: pending, stopReason: "toolUse" } };
  });
}
