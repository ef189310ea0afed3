import "server-only";
import type { z } from "zod";
import type { UpstreamCall } from "@/lib/audit/model";
import { may } from "@/lib/platform/permissions";
import type { ToolCall } from "@/server/agents/contracts";
import { type Ctx, notAllowed } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { personById } from "@/server/platform/standing";
import type { VerbTool } from "@/server/platform/verb-tools";

/** An action that loops must not grow its audit row without end. */
const MOST_CALLS = 50;

/**
 * In whose name a verb is called: the invoking person as the database has them at this moment. The call's
 * key is the request id, which AWS gets as its idempotency token where it takes one.
 * @throws AppError forbidden (no longer allowed, or no longer there), upstream
 */
export async function verbCtx(
  verb: Pick<VerbTool, "permission">,
  call: Pick<ToolCall, "person" | "idempotencyKey" | "signal">,
): Promise<Ctx & { upstream: UpstreamCall[] }> {
  const person = await personById(call.person.id);
  if (!person)
    throw new AppError(
      "forbidden",
      `${call.person.name} may no longer sign in, so nothing is done in their name.`,
    );
  if (!may(person.role, verb.permission)) throw notAllowed(verb.permission, person.role);
  const upstream: UpstreamCall[] = [];
  return {
    person,
    requestId: call.idempotencyKey,
    upstream,
    recordUpstream: ({ service, operation, requestId }) => {
      if (upstream.length < MOST_CALLS)
        upstream.push({ service, operation, ...(requestId && { requestId }) });
    },
    signal: call.signal,
  };
}

/** @throws AppError invalid with the place and what is wrong there */
export function parseVerbInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
  throw new AppError(
    "invalid",
    `The arguments are not valid${where ? ` (${where})` : ""}: ${issue?.message ?? "they are not understood"}.`,
  );
}
