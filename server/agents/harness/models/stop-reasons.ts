import "server-only";
import { STOP_REASONS, type StopReason } from "@/lib/agents/events";

const NAMED: Record<string, StopReason> = {
  guardrailIntervened: "content_filtered",
  refusal: "content_filtered",
  pauseTurn: "partial_turn",
};

/** The SDK's reason (`endTurn`) in AgentCore's words; what it has no word for is the end of the turn. */
export function toStopReason(reason: string): StopReason {
  const snake = reason.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return NAMED[reason] ?? STOP_REASONS.find((known) => known === snake) ?? "end_turn";
}
