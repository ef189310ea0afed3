import "server-only";
import { randomBytes } from "node:crypto";
import type { Problem, ProblemCode } from "@/lib/platform/result";
import { failed } from "@/lib/platform/result";
import { hideCredentials, log } from "./log";

/** Whether the thing asked for may have happened although the call failed. */
export type Effect = "none" | "unknown";

const RETRYABLE: readonly ProblemCode[] = ["throttled", "upstream"];

/** A failure that is told to a person; `message` is one clear sentence without secrets. */
export class AppError extends Error {
  override name = "AppError";
  readonly code: ProblemCode;
  readonly retryable: boolean;
  /** `none`: nothing changed. Unless said, `upstream` and `internal` count as `unknown`. */
  readonly effect: Effect;

  constructor(
    code: ProblemCode,
    message: string,
    options: { retryable?: boolean; cause?: unknown; effect?: Effect } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? RETRYABLE.includes(code);
    this.effect =
      options.effect ?? (code === "upstream" || code === "internal" ? "unknown" : "none");
  }
}

/** Eight characters without lookalikes, to be read over the phone. */
export function newRef(): string {
  const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
  return Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join("");
}

/** Two module instances of `AppError` may exist in one process, so the name decides. */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof AppError || (error instanceof Error && error.name === "AppError");

/** What the browser may know of an error. Unknown ones are logged and give their `ref` only. */
export function toProblem(error: unknown): Problem {
  const ref = newRef();
  if (isAppError(error)) {
    const { code, message } = error;
    // Foreseen, so without stacks: while AWS is away this is written at every look.
    if (error.cause) log().warn({ ref, code, message, cause: causeOf(error) }, "a request failed");
    else log().info({ ref, code, message }, "a request was refused");
    return { code: error.code, message: error.message, retryable: error.retryable, ref };
  }
  log().error({ ref, error }, "an unexpected error");
  return {
    code: "internal",
    message: `Something went wrong on the console's side. Quote ${ref} when you report it.`,
    retryable: false,
    ref,
  };
}

/** Names, codes and messages down the chain of causes; the deepest one tells what is wrong. */
function causeOf(error: Error): string {
  const told: string[] = [];
  for (let at: unknown = error.cause; at instanceof Error && told.length < 4; at = at.cause) {
    const { code } = at as { code?: unknown };
    told.push([at.name, code, hideCredentials(at.message)].filter(Boolean).join(" "));
  }
  return told.join(" ← ") || typeof error.cause;
}

const STATUS: Record<ProblemCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  invalid: 400,
  not_found: 404,
  stale: 409,
  conflict: 409,
  throttled: 429,
  upstream: 502,
  internal: 500,
};

/** For route handlers: `{ok: false, problem}` with the right status, never cached. */
export function problemResponse(error: unknown): Response {
  const problem = toProblem(error);
  return Response.json(failed(problem), {
    status: STATUS[problem.code],
    headers: { "cache-control": "no-store" },
  });
}
