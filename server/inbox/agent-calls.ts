import "server-only";
import { agentTitle } from "@/lib/agents/call-words";
import type { WaitingCallHead } from "@/lib/agents/waiting-call";
import type { InboxItem } from "@/lib/inbox/model";
import { routes } from "@/lib/platform/routes";
import { readWaitingCalls } from "@/server/agents/read-waiting-calls";
import { registerInboxKind } from "./registry";

export function callItem(call: WaitingCallHead): InboxItem<"agent-call", WaitingCallHead> {
  const { agent, tool, requestedBy } = call;
  return {
    kind: "agent-call",
    id: `agent-call:${call.approvalId}`,
    title: call.asks === "answer" ? `${tool} asks for an answer` : call.sentence,
    place: `${agentTitle(agent)} for ${requestedBy.name}`,
    href: routes.agentSession(call.sessionId),
    waitingSince: call.requestedAt,
    deadline: call.expiresAt,
    permission: "agent.approve",
    detail: call,
  };
}

registerInboxKind({
  kind: "agent-call",
  read: async () => ({ items: (await readWaitingCalls()).map(callItem), missing: [] }),
});
