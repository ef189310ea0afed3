import "server-only";
import type { Approval } from "@/lib/agents/approval";
import type { Gate } from "../contracts";

/**
 * AgentCore runs what its harness is allowed to call; only an inline function ends the turn, and whoever
 * invoked the harness answers it.
 */
export const openGate: Gate = {
  async admit(tool, input, call) {
    const rule = tool.answeredByPerson
      ? "Inline functions are answered by whoever invoked the harness."
      : "The harness may call it.";
    if (!tool.answeredByPerson) return { verdict: "run", input, class: tool.class, rule };
    const at = new Date().toISOString();
    const approval: Approval = {
      id: call.toolUseId,
      sessionId: call.sessionId,
      runId: call.runId,
      toolUseId: call.toolUseId,
      agent: call.agent,
      tool: tool.name,
      class: tool.class,
      input,
      argumentsHash: "",
      preview: { sentence: `Calls ${tool.name}.` },
      rule,
      requestedBy: { id: call.person.id, name: call.person.name, email: call.person.email },
      requestedAt: at,
      expiresAt: at,
      who: "anyone",
      asks: "answer",
      state: "pending",
    };
    return { verdict: "wait", class: tool.class, rule, approval };
  },
};
