import "server-only";
import { createSafeActionClient } from "next-safe-action";
import type { z } from "zod";
import type { UpstreamCall } from "@/lib/audit/model";
import { may, type Permission } from "@/lib/platform/permissions";
import { failed, ok, type Problem, type Result } from "@/lib/platform/result";
import { databaseProblem } from "@/server/db";
import { type Intent, writeIntent, writeRefusal } from "./audit";
import { actionCtx, type Ctx, notAllowed } from "./ctx";
import { AppError, toProblem } from "./errors";
import { log } from "./log";
import { ACTION_TIMEOUT_MS, runAndSettle } from "./run-and-settle";

export interface ActionDefinition<S extends z.ZodType, Out> {
  /** `release.decide`: the name in the ledger and of the reconciler. */
  name: string;
  permission: Permission;
  input: S;
  /** What it acts on, for the ledger: `lab-app/Approval`. */
  target: (input: z.output<S>) => string;
  /** The person's own words, for the ledger. */
  why?: (input: z.output<S>) => string | undefined;
  /** What of the input the ledger keeps; all of it unless said. Leave secrets out. */
  record?: (input: z.output<S>) => unknown;
  /** After this the outcome counts as unknown. Milliseconds; at most and by default 45 s. */
  timeoutMs?: number;
  /** The verb. What it throws decides the outcome: see `AppError.effect`. */
  run: (args: { ctx: Ctx; input: z.output<S> }) => Promise<Out>;
}

type ActionCtx = Ctx & { upstream: UpstreamCall[] };

const client = createSafeActionClient({ handleServerError: (error) => toProblem(error) });

/** `defineAction` for another way to find out who calls; tests give theirs. */
export function makeDefineAction(identify: () => Promise<ActionCtx>) {
  return function define<S extends z.ZodType, Out>(
    action: ActionDefinition<S, Out>,
  ): (input: z.input<S>) => Promise<Result<Out>> {
    const timeoutMs = Math.min(action.timeoutMs ?? ACTION_TIMEOUT_MS, ACTION_TIMEOUT_MS);

    const safe = client
      .use(async ({ next }) => next({ ctx: { caller: new Caller(await identify()) } }))
      .use(async ({ ctx, clientInput, next }) => {
        const { person } = ctx.caller.ctx;
        if (!may(person.role, action.permission)) {
          const refusal = notAllowed(action.permission, person.role);
          await auditRefusal(action, ctx.caller.ctx, clientInput, refusal);
          throw refusal;
        }
        return next();
      })
      .inputSchema(action.input, {
        handleValidationErrorsShape: async (_errors, { ctx, clientInput }): Promise<Problem> => {
          const { caller } = ctx as { caller: Caller };
          const refusal = invalidInput(action.input, clientInput);
          await auditRefusal(action, caller.ctx, clientInput, refusal);
          return toProblem(refusal);
        },
      })
      .action(async ({ parsedInput, ctx }) => {
        const input = parsedInput as z.output<S>;
        const caller = ctx.caller.ctx;
        const entryId = await writeIntent(intentOf(action, caller, input)).catch((error) => {
          throw databaseProblem(error, "Nothing was done, because it could not be recorded");
        });
        return runAndSettle(entryId, caller, timeoutMs, (signal) =>
          action.run({ ctx: { ...caller, signal }, input }),
        );
      });

    return async (input) => {
      try {
        const result = await safe(input as never);
        if (result.serverError) return failed(result.serverError);
        if (result.validationErrors) return failed(result.validationErrors as Problem);
        return ok(result.data as Out);
      } catch (error) {
        return failed(toProblem(error));
      }
    };
  };
}

/**
 * A server action, in this order: identify, authorise, parse, write the audit intent, run, settle,
 * fold into a Result. It never throws. A refused call is audited too; one by nobody is not.
 */
export const defineAction = makeDefineAction(actionCtx);

/** The action library merges plain objects of its context; an instance goes through as it is. */
class Caller {
  readonly ctx: ActionCtx;
  constructor(ctx: ActionCtx) {
    this.ctx = ctx;
  }
}

function intentOf<S extends z.ZodType, Out>(
  action: ActionDefinition<S, Out>,
  { person, requestId }: Ctx,
  input: z.output<S>,
): Intent {
  return {
    person,
    requestId,
    action: action.name,
    target: action.target(input),
    why: action.why?.(input),
    input: action.record ? action.record(input) : input,
  };
}

/** The refusal stands even when it cannot be recorded: nothing was done. */
async function auditRefusal<S extends z.ZodType, Out>(
  action: ActionDefinition<S, Out>,
  ctx: Ctx,
  clientInput: unknown,
  refusal: AppError,
): Promise<void> {
  const parsed = action.input.safeParse(clientInput);
  const intent: Intent = parsed.success
    ? intentOf(action, ctx, parsed.data)
    : { person: ctx.person, requestId: ctx.requestId, action: action.name };
  try {
    await writeRefusal(intent, {
      outcome: "refused",
      problemCode: refusal.code,
      message: refusal.message,
    });
  } catch (error) {
    log().error({ error, action: action.name }, "a refusal could not be recorded");
  }
}

function invalidInput(schema: z.ZodType, clientInput: unknown): AppError {
  const issue = schema.safeParse(clientInput).error?.issues[0];
  const where = issue?.path.join(".");
  const what = issue?.message ?? "It is not understood";
  return new AppError("invalid", `The request is not valid${where ? ` (${where})` : ""}: ${what}.`);
}
