import {
  type CallBlock,
  type Conversation,
  type ConversationRun,
  EMPTY_CONVERSATION,
  type MessageItem,
} from "./conversation";
import { addUsage, Draft, joinOutput, NO_USAGE } from "./conversation-draft";
import type { HarnessEvent, JournalEntry, JournalEvent, Json, ToolStep } from "./events";

/**
 * A session's journal as a conversation: what the model is shown again after a pause, and what the
 * browser draws. Pure; the same entries always give the same.
 */
export const foldConversation = (entries: readonly JournalEntry[]): Conversation =>
  applyEntries(EMPTY_CONVERSATION, entries);

/** One entry more. Items that it does not touch stay the same objects. */
export const applyEntry = (conversation: Conversation, entry: JournalEntry): Conversation =>
  applyEntries(conversation, [entry]);

/** Some entries more, in order; those that are in already are passed over. */
export function applyEntries(
  conversation: Conversation,
  entries: readonly JournalEntry[],
): Conversation {
  const draft = new Draft(conversation);
  for (const entry of entries) {
    if (entry.seq <= draft.lastSeq) continue;
    apply(draft, entry, entry.event);
    draft.lastSeq = entry.seq;
  }
  return draft.done();
}

function apply(draft: Draft, entry: JournalEntry, event: JournalEvent): void {
  if ("x_run" in event) applyRun(draft, entry, event);
  else if ("x_tool" in event) applyStep(draft, entry, event.x_tool);
  else if ("x_command" in event) applyCommand(draft, entry, event.x_command);
  else if ("x_context" in event) {
    draft.context = event.x_context;
    draft.add({ kind: "notice", ...placed(entry), event });
  } else if (
    "x_skill" in event ||
    "x_session" in event ||
    "x_memory" in event ||
    "x_problem" in event
  )
    draft.add({ kind: "notice", ...placed(entry), event });
  else applyWire(draft, entry, event);
}

type Of<K extends string> = Extract<JournalEvent, { [key in K]: unknown }>;

const placed = ({ seq, at, runId }: JournalEntry) => ({
  seq,
  endSeq: seq,
  at,
  ...(runId ? { runId } : {}),
});

/** A message that nobody stopped and that goes no further: the model is asked again. */
function dropOpen(draft: Draft): void {
  const message = draft.openMessage();
  if (message) message.state = "dropped";
  draft.open = undefined;
}

function applyRun(draft: Draft, entry: JournalEntry, event: Of<"x_run">): void {
  dropOpen(draft);
  const run = event.x_run;
  if (run.phase === "started") {
    const { phase: _, ...how } = run;
    draft.addRun({
      ...(entry.runId ? { runId: entry.runId } : {}),
      seq: entry.seq,
      startedAt: entry.at,
      ...how,
      turns: 0,
      usage: NO_USAGE,
      nanoUsd: 0,
      unpriced: 0,
      resumed: 0,
    });
    return;
  }
  const of = draft.run(entry.runId);
  if (of && run.phase === "resumed") reopen(of);
  if (of && run.phase === "ended") {
    of.endedAt = entry.at;
    of.stopReason = run.stopReason;
    of.durationMs = (of.durationMs ?? 0) + run.durationMs;
    if (run.problem) of.problem = run.problem;
  }
  if (run.phase === "resumed" || run.stopReason !== "end_turn")
    draft.add({ kind: "notice", ...placed(entry), event });
}

function reopen(run: ConversationRun): void {
  run.resumed += 1;
  run.endedAt = undefined;
  run.stopReason = undefined;
  run.problem = undefined;
}

function applyWire(draft: Draft, entry: JournalEntry, event: HarnessEvent): void {
  if ("messageStart" in event) {
    dropOpen(draft);
    draft.begin({
      kind: "message",
      ...placed(entry),
      role: event.messageStart.role,
      state: "streaming",
      blocks: [],
    });
    return;
  }
  if ("metadata" in event) {
    applyMetadata(draft, entry, event.metadata);
    return;
  }
  const message = draft.openMessage();
  if (!message) return;
  message.endSeq = entry.seq;
  if ("messageStop" in event) {
    const { stopReason } = event.messageStop;
    message.state = stopReason === "interrupted" ? "interrupted" : "complete";
    // It carried results only, and those stand with their calls.
    if (message.role === "user" && message.blocks.length === 0) message.state = "dropped";
    message.stopReason = stopReason;
    draft.open = undefined;
  } else if ("contentBlockStart" in event) startBlock(draft, message, entry, event);
  else if ("contentBlockDelta" in event) growBlock(draft, message, event);
  else stopBlock(draft, message, event.contentBlockStop.contentBlockIndex);
}

function startBlock(
  draft: Draft,
  message: MessageItem,
  entry: JournalEntry,
  { contentBlockStart }: Of<"contentBlockStart">,
): void {
  const { contentBlockIndex: index, start } = contentBlockStart;
  if (start?.toolUse) {
    const { toolUseId, name, serverName, x_signature } = start.toolUse;
    draft.addBlock(message, {
      kind: "tool",
      index,
      toolUseId,
      name,
      ...(serverName ? { server: serverName } : {}),
      ...(x_signature ? { signature: x_signature } : {}),
      inputText: "",
      phase: "asked",
      steps: [],
      output: [],
    });
  } else if (start?.toolResult) {
    // AgentCore sends results as blocks of a message of their own; they belong to their call.
    const { toolUseId, status = "success" } = start.toolResult;
    const call = draft.call(toolUseId);
    if (!call) return;
    call.phase = "finished";
    call.result = { status, content: [] };
    draft.results.set(index, toolUseId);
    call.steps = [...call.steps, { phase: "finished", seq: entry.seq, at: entry.at }];
  }
}

function growBlock(
  draft: Draft,
  message: MessageItem,
  { contentBlockDelta }: Of<"contentBlockDelta">,
): void {
  const { contentBlockIndex: index, delta } = contentBlockDelta;
  const kind = delta.text !== undefined ? "text" : "reasoning";
  const text = delta.text ?? delta.reasoningContent?.text;
  if (text !== undefined) {
    const block = draft.block(message, index);
    if (block?.kind === kind) block.text += text;
    else if (!block) draft.addBlock(message, { kind, index, text });
  } else if (delta.toolUse) {
    const block = draft.block(message, index);
    if (block?.kind === "tool") block.inputText += delta.toolUse.input;
  } else if (delta.toolResult) {
    const toolUseId = draft.results.get(index);
    const call = toolUseId === undefined ? undefined : draft.call(toolUseId);
    if (call?.result)
      call.result = { ...call.result, content: [...call.result.content, ...delta.toolResult] };
  }
}

function stopBlock(draft: Draft, message: MessageItem, index: number): void {
  const block = draft.block(message, index);
  if (block?.kind !== "tool") return;
  try {
    block.input = block.inputText.trim() ? (JSON.parse(block.inputText) as Json) : {};
  } catch {
    // No JSON: `input` stays away, and the harness tells the model.
  }
}

function applyMetadata(
  draft: Draft,
  entry: JournalEntry,
  { usage, metrics, x_nanoUsd }: Of<"metadata">["metadata"],
): void {
  const message = draft.lastAnswer();
  if (message) {
    message.usage = usage;
    message.latencyMs = metrics.latencyMs;
    if (x_nanoUsd !== undefined) message.nanoUsd = x_nanoUsd;
    message.endSeq = Math.max(message.endSeq, entry.seq);
  }
  const run = draft.run(entry.runId);
  if (!run) return;
  run.turns += 1;
  run.usage = addUsage(run.usage, usage);
  run.nanoUsd += x_nanoUsd ?? 0;
  if (x_nanoUsd === undefined) run.unpriced += 1;
}

function applyStep(draft: Draft, { seq, at }: JournalEntry, step: ToolStep): void {
  const call = draft.call(step.toolUseId);
  if (!call) return;
  const { toolUseId: _id, name: _name, output, result, ...rest } = step;
  if (step.phase === "output") {
    if (output) call.output = joinOutput(call.output, output);
    return;
  }
  call.steps = [...call.steps, { ...rest, seq, at }];
  call.phase = step.phase;
  if (step.phase === "started") call.startedAt = at;
  if (result) call.result = result;
  copyGiven(call, rest);
}

const COPIED = [
  "class",
  "source",
  "server",
  "rule",
  "approvalId",
  "by",
  "reason",
  "editedInput",
  "durationMs",
] as const;

function copyGiven(call: CallBlock, step: Partial<ToolStep>): void {
  for (const key of COPIED) if (step[key] !== undefined) Object.assign(call, { [key]: step[key] });
}

function applyCommand(
  draft: Draft,
  entry: JournalEntry,
  command: Of<"x_command">["x_command"],
): void {
  if (command.phase === "started") {
    const { id, by, command: text } = command;
    draft.add({
      kind: "command",
      ...placed(entry),
      id,
      by,
      command: text,
      state: "running",
      output: [],
    });
    return;
  }
  const item = draft.command(command.id);
  if (!item) return;
  item.endSeq = entry.seq;
  if (command.phase === "output") {
    item.output = joinOutput(item.output, command);
    return;
  }
  item.state = "finished";
  item.exitCode = command.exitCode;
  item.durationMs = command.durationMs;
  if (command.problem) item.problem = command.problem;
}
