import "server-only";
import { countCall } from "./count-calls";
import type { AwsService } from "./services";
import { awsFailure, isThrottle, translateError } from "./translate-error";

/** Who wants to know the AWS request ids of what is called in their name; `Ctx` is one. */
export interface UpstreamCtx {
  recordUpstream(call: { service: string; operation: string; requestId?: string }): void;
}

/** For reads that nobody in particular asked for, such as a watcher's. */
export const nobody: UpstreamCtx = { recordUpstream: () => {} };

interface Answer {
  $metadata: { requestId?: string; attempts?: number };
}

/**
 * The one way to AWS: a deadline over all retries, the count, the request id, the translated error.
 * `deadlineMs` bounds the call with its retries (10 s unless told).
 * @throws AppError
 */
export async function callAws<T extends Answer>(
  ctx: UpstreamCtx,
  service: AwsService,
  operation: string,
  send: (options: { abortSignal: AbortSignal }) => Promise<T>,
  options: { deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<T> {
  const deadline = AbortSignal.timeout(options.deadlineMs ?? 10_000);
  const abortSignal = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline;
  try {
    const answer = await send({ abortSignal });
    const { requestId, attempts = 1 } = answer.$metadata;
    countCall(service, operation, { requests: attempts, failed: false, throttled: false });
    ctx.recordUpstream({ service, operation, requestId });
    return answer;
  } catch (error) {
    const failure = awsFailure(error);
    countCall(service, operation, {
      requests: failure.attempts,
      failed: true,
      throttled: isThrottle(failure),
    });
    ctx.recordUpstream({ service, operation, requestId: failure.requestId });
    throw translateError(service, operation, error);
  }
}
