import "server-only";
import type { CallBlock, Conversation, MessageItem } from "@/lib/agents/conversation";
import type { ToolResultPart, ToolStep } from "@/lib/agents/events";
import type { HarnessMessage } from "@/server/aws/agentcore/invoke-harness";
import { refusalWords } from "../approvals/refusal-words";
import type { Gate } from "../contracts";
import type { HarnessRun } from "../harness/contracts";
import type { JournalWriter } from "../harness/journal-writer";
import { NO_WORKSPACE, remoteTool } from "./remote-tool";

type Results = HarnessMessage["results"];

/** The last answer, when it ended by asking for inline functions. */
export function askingMessage({ items }: Conversation): MessageItem | undefined {
  const last = items.findLast(
    (item): item is MessageItem => item.kind === "message" && item.state !== "dropped",
  );
  const asks = last?.state === "complete" && last.stopReason === "tool_use";
  return asks && callsIn(last).length > 0 ? last : undefined;
}

/** The calls of an answer that are ours: what AgentCore ran itself came with its result. */
export const callsIn = (message: MessageItem): CallBlock[] =>
  message.blocks.filter(
    (block): block is CallBlock =>
      block.kind === "tool" && (!block.result || block.source === "inline"),
  );

/**
 * Decides each open call of an answer: what was answered is taken as it is, what was approved or refused
 * becomes its result, and `waiting` says that a person is still asked. Everything is journaled before it
 * is sent.
 */
export async function answerCalls(
  parts: { gate: Gate },
  run: HarnessRun,
  journal: JournalWriter,
  calls: CallBlock[],
): Promise<{ results: Results; waiting: boolean }> {
  const results: Results = [];
  let waiting = false;
  for (const call of calls) {
    const { toolUseId, name } = call;
    if (call.result) {
      results.push({ toolUseId, ...call.result });
      continue;
    }
    const step = (phase: ToolStep["phase"], more: Partial<ToolStep> = {}) =>
      journal.write({ x_tool: { toolUseId, name, phase, ...more } });
    const end = (status: "success" | "error", content: ToolResultPart[]) => {
      step("finished", { result: { status, content } });
      results.push({ toolUseId, status, content });
    };
    if (call.startedAt) {
      // It died after the consent was spent: whether the other end heard of it, nobody can tell.
      const text = "It is not known whether the consent arrived; ask again if you need it.";
      step("unknown", { result: { status: "error", content: [{ text }] } });
      results.push({ toolUseId, status: "error", content: [{ text }] });
      continue;
    }
    if (call.phase === "asked") step("requested", { class: "change", source: "inline" });
    await journal.flush();
    const verdict = await parts.gate.admit(remoteTool(name), call.input ?? {}, callOf(run, call));
    const { rule, approval } = verdict;
    const facts = {
      class: verdict.class,
      rule,
      ...(approval && { approvalId: approval.id, argumentsHash: approval.argumentsHash }),
      ...(approval?.decidedBy && { by: approval.decidedBy.email }),
      ...(approval?.reason && { reason: approval.reason }),
    };
    if (verdict.verdict === "wait") {
      if (call.phase !== "waiting") step("waiting", facts);
      waiting = true;
    } else if (verdict.verdict === "refuse") {
      step(approval?.state === "expired" ? "expired" : "denied", facts);
      end("error", [{ text: refusalWords(verdict.why, approval?.reason) }]);
    } else {
      if (approval) step("approved", facts);
      step("started", facts);
      await journal.flush();
      const by = approval?.decidedBy?.name;
      end("success", [{ text: by ? `Approved by ${by}.` : "Approved." }]);
    }
  }
  await journal.flush();
  return { results, waiting };
}

/** A person wrote instead of answering: each open call is told so. */
export function passOver(journal: JournalWriter, calls: CallBlock[]): Results {
  const open = calls.filter(({ result }) => !result);
  return open.map(({ toolUseId, name }) => {
    const content = [{ text: "This was not answered: a person wrote instead." }];
    journal.write({
      x_tool: { toolUseId, name, phase: "finished", result: { status: "error", content } },
    });
    return { toolUseId, status: "error" as const, content };
  });
}

const callOf = ({ session, runId, person, definition, signal }: HarnessRun, call: CallBlock) => ({
  sessionId: session.id,
  agent: session.agent,
  runId,
  toolUseId: call.toolUseId,
  idempotencyKey: `${session.id}:${call.toolUseId}`,
  person,
  workspace: NO_WORKSPACE,
  signal,
  emit: () => {},
  mode: session.mode,
  definition,
});
