import "server-only";
import type { ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { entryIdOf } from "@/server/platform/audit";
import { outcomeNow } from "@/server/platform/reconcile";
import type { VerbTool } from "@/server/platform/verb-tools";

/** What the model is told where there is no result of the verb's own. */
export const TOLD = {
  not_done: "It was not done.",
  unknown:
    "It was begun, and nobody can tell whether it was done. Read how things stand before anything else; do not ask for it again unless they show that it was not done.",
} as const;

/**
 * What became of a call that was begun and whose result was lost: by the ledger's word, else by asking
 * the action's reconciler. Never does it.
 */
export async function settleVerb(
  verb: Pick<VerbTool, "name">,
  call: Pick<ToolCall, "idempotencyKey" | "signal">,
): Promise<ToolOutcome | "not_done" | "unknown"> {
  const { outcome, message } = await outcomeNow(entryIdOf(call.idempotencyKey), call.signal);
  switch (outcome) {
    // The intent is written before the effect: without one there was none.
    case "none":
      return "not_done";
    case "unknown":
      return "unknown";
    case "applied":
      return {
        status: "success",
        content: [
          {
            text: `${verb.name} was done; its own result was lost when the console restarted. Read how things stand now.`,
          },
        ],
      };
    default:
      return { status: "error", content: [{ text: message ?? TOLD.not_done }] };
  }
}
