import "server-only";
import type { Json } from "@/lib/agents/events";
import type { Through } from "@/lib/audit/through";
import type { ToolCall, ToolOutcome } from "@/server/agents/contracts";
import { databaseProblem } from "@/server/db";
import { type Intent, writeIntent, writeIntentOnce, writeRefusal } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/ctx";
import { AppError, isAppError } from "@/server/platform/errors";
import { ACTION_TIMEOUT_MS, runAndSettle } from "@/server/platform/run-and-settle";
import type { VerbTool } from "@/server/platform/verb-tools";
import { jsonResult } from "./json-result";
import { settleVerb, TOLD } from "./settle-verb";
import { parseVerbInput, verbCtx } from "./verb-ctx";

/**
 * Runs a verb in the name of the invoking person. One that changes something leaves its intent in the
 * ledger first, one per call whoever tries it: found begun, it is looked after and never done again.
 * @throws AppError as the verb does; forbidden when the person may not, which the ledger keeps
 */
export async function runVerb(verb: VerbTool, input: Json, call: ToolCall): Promise<ToolOutcome> {
  const parsed = parseVerbInput(verb.input, input);
  const { action } = verb;
  const ctx = await allowedCtx(verb, call).catch(async (error: unknown) => {
    if (action && isAppError(error) && error.code === "forbidden")
      await writeRefusal(intentOf(verb, action, call.person, parsed, call), {
        outcome: "refused",
        problemCode: error.code,
        message: error.message,
      });
    throw error;
  });
  const { evidenceHash } = call.approval?.preview ?? {};
  const work = (signal: AbortSignal) =>
    verb.run({ ctx: { ...ctx, signal }, input: parsed, ...(evidenceHash && { evidenceHash }) });
  if (!action) return jsonResult(await work(call.signal));

  const intent = intentOf(verb, action, ctx.person, parsed, call);
  const { entryId, fresh } = await begin(verb, intent, call.idempotencyKey);
  if (!fresh) {
    const outcome = await settleVerb(verb, call);
    if (typeof outcome !== "string") return outcome;
    return { status: "error", content: [{ text: TOLD[outcome] }] };
  }
  return jsonResult(
    await runAndSettle(entryId, ctx, ACTION_TIMEOUT_MS, (signal) =>
      work(AbortSignal.any([signal, call.signal])),
    ),
  );
}

/**
 * The gate has seen to the approval already. Here, right before the effect, nothing is taken on trust:
 * without a decision of somebody's no verb changes anything, whoever calls. @throws AppError forbidden, upstream
 */
async function allowedCtx(verb: VerbTool, call: ToolCall) {
  const { decidedBy } = call.approval ?? {};
  if (verb.class !== "read" && !decidedBy)
    throw new AppError("forbidden", "Nobody approved this call, so nothing was done.");
  if (verb.class === "destroy" && decidedBy?.id === call.person.id)
    throw new AppError(
      "forbidden",
      "What cannot be taken back is approved by somebody else than who invoked the agent.",
    );
  return verbCtx(verb, call);
}

/** A read that people find in the ledger may be done again, so each try is an entry of its own. */
async function begin(verb: VerbTool, intent: Intent, key: string) {
  try {
    if (verb.class === "read") return { entryId: await writeIntent(intent), fresh: true };
    return await writeIntentOnce(intent, key);
  } catch (error) {
    throw databaseProblem(error, "Nothing was done, because it could not be recorded");
  }
}

function intentOf(
  verb: VerbTool,
  action: string,
  person: Ctx["person"],
  input: unknown,
  call: ToolCall,
): Intent {
  const { evidenceHash } = call.approval?.preview ?? {};
  const record = verb.record?.(input, evidenceHash) ?? (input as Record<string, unknown>);
  return {
    person,
    requestId: call.idempotencyKey,
    action,
    target: verb.target?.(input),
    why: verb.why?.(input),
    input: { ...record, through: throughOfCall(call) },
  };
}

function throughOfCall({ agent, sessionId, toolUseId, approval }: ToolCall): Through {
  return {
    agent,
    sessionId,
    toolUseId,
    ...(approval && { approvalId: approval.id }),
    ...(approval?.decidedBy && {
      approvedBy: { name: approval.decidedBy.name, email: approval.decidedBy.email },
    }),
    ...(approval?.askedInput !== undefined && { edited: true }),
  };
}
