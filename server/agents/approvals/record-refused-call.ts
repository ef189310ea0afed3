import "server-only";
import { writeRefusal } from "@/server/platform/audit";
import { log } from "@/server/platform/log";
import type { RefusedCall } from "./gate-parts";
import { hashArguments } from "./hash-arguments";

/** A call that did not get through is in the ledger too, without its arguments. The refusal stands even when it cannot be recorded. */
export async function recordRefusedCall(refused: RefusedCall): Promise<void> {
  const { call, tool, input, approval, rule, why } = refused;
  const { agent, sessionId, toolUseId } = call;
  try {
    await writeRefusal(
      {
        person: call.person,
        requestId: call.idempotencyKey,
        action: "agent.call",
        target: `${agent}: ${tool}`,
        input: {
          tool,
          class: refused.class,
          rule,
          argumentsHash: hashArguments({ agent, sessionId, toolUseId, tool, input }),
          through: { agent, sessionId, toolUseId, ...(approval && { approvalId: approval.id }) },
        },
      },
      { outcome: "refused", problemCode: "forbidden", message: why },
    );
  } catch (error) {
    log().error({ error, tool }, "a refused call could not be recorded");
  }
}
