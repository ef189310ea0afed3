import "server-only";

/** Why a door did not let a request through, or could not answer it. */
export type DoorRefusal =
  | "missing"
  | "incomplete"
  | "unknown"
  | "signature"
  | "denied"
  | "throttled"
  | "invalid"
  | "too_large"
  | "no_such_operation"
  | "wrong_method"
  | "unavailable"
  | "internal";

/** One sentence for whoever calls; never with a secret or a prompt. */
export class DoorError extends Error {
  override name = "DoorError";
  readonly refusal: DoorRefusal;
  /** Seconds after which it may be tried again. */
  readonly retryAfter?: number;
  /** The model's own, when it was the model that refused. */
  readonly status?: number;

  constructor(
    refusal: DoorRefusal,
    message: string,
    options: { retryAfter?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.refusal = refusal;
    this.retryAfter = options.retryAfter;
    this.status = options.status;
  }
}

export const DOOR_STATUS: Record<DoorRefusal, number> = {
  missing: 403,
  incomplete: 403,
  unknown: 403,
  signature: 403,
  denied: 403,
  throttled: 429,
  invalid: 400,
  too_large: 413,
  no_such_operation: 404,
  wrong_method: 405,
  unavailable: 503,
  internal: 500,
};
