import "server-only";
import type { Readable } from "node:stream";
import { type BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";
import { countCall } from "../count-calls";
import { awsFailure, translateError } from "../translate-error";
import { guardIdle } from "./guard-idle";
import { OPERATION_PATHS, passedHeaders, type RawAnswer, type RawCall, type SendRaw } from "./raw";

export interface RawLimits {
  /** From sending to the answer's head; a model that does not stream thinks before it. */
  answerTimeoutMs: number;
  /** Longest silence within an answer. */
  idleTimeoutMs: number;
}

export const RAW_LIMITS: RawLimits = { answerTimeoutMs: 300_000, idleTimeoutMs: 60_000 };

interface WireRequest {
  path: string;
  headers: Record<string, string>;
}
interface WireResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: Readable;
}

/**
 * Sends bodies through the SDK's client unchanged, in both directions: the SDK signs, finds the
 * endpoint and the credentials, and every answer, errors and throttles included, stays the wire's own.
 * @throws AppError upstream when nothing answers in time; the caller's abort reason when it cancels
 */
export function sendRawThrough(
  client: BedrockRuntimeClient,
  limits: RawLimits = RAW_LIMITS,
): SendRaw {
  return async (call) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), limits.answerTimeoutMs);
    const signals = call.signal ? [deadline.signal, call.signal] : [deadline.signal];
    try {
      const response = await client.send(asCommand(call) as never, {
        abortSignal: AbortSignal.any(signals),
      });
      return answerOf(call, (response as unknown as { raw: WireResponse }).raw, limits);
    } catch (error) {
      countCall("bedrock-runtime", call.operation, { requests: 1, failed: true, throttled: false });
      call.signal?.throwIfAborted();
      throw translateError("bedrock-runtime", call.operation, error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** InvokeModel carries any bytes; the path's end makes it the operation that was asked for. */
function asCommand(call: RawCall): InvokeModelCommand {
  const command = new InvokeModelCommand({
    modelId: call.modelId,
    body: call.body,
    contentType: call.contentType,
    accept: call.accept,
  });
  command.middlewareStack.add(
    (next) => async (args) => {
      const request = args.request as WireRequest;
      request.path = request.path.replace(/invoke$/, OPERATION_PATHS[call.operation]);
      Object.assign(request.headers, call.headers);
      return next(args);
    },
    { step: "build", name: "asOperation" },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const { response } = await next(args);
      return { response, output: { $metadata: {}, raw: response } as never };
    },
    { step: "deserialize", name: "asRaw" },
  );
  return command;
}

function answerOf(call: RawCall, response: WireResponse, limits: RawLimits): RawAnswer {
  const status = response.statusCode;
  countCall("bedrock-runtime", call.operation, {
    requests: 1,
    failed: status >= 400,
    throttled: status === 429,
  });
  return {
    status,
    headers: passedHeaders(response.headers),
    body: guardIdle(response.body, call.operation, limits.idleTimeoutMs, call.signal),
  };
}

/** Names and codes that mean "never reached a model": safe to send again. */
export const isUnreached = (error: unknown): boolean =>
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ECONNRESET|EPIPE|socket hang up/.test(
    awsFailure((error as { cause?: unknown }).cause ?? error).message,
  );
