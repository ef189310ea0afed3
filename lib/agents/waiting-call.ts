import type { Approval } from "./approval";
import type { Session } from "./session";

/** A call that waits, in full: the exact effect, and the session around it. For those who may read it. */
export interface WaitingCall {
  approval: Approval;
  session: Pick<Session, "id" | "title">;
}

/**
 * The inbox's detail of it: everybody sees the inbox, so neither arguments nor diff are in it. The card
 * reads the `WaitingCall` from `/api/agents/approvals/<approvalId>`.
 */
export interface WaitingCallHead
  extends Pick<
    Approval,
    "sessionId" | "agent" | "tool" | "class" | "rule" | "requestedAt" | "expiresAt" | "who" | "asks"
  > {
  approvalId: string;
  sentence: string;
  requestedBy: Pick<Approval["requestedBy"], "id" | "name">;
}
