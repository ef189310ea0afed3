import "server-only";
import type { BedrockRuntimeClient } from "@aws-sdk/client-bedrock-runtime";
import { CIRCUIT_LIMITS, type CircuitLimits, withCircuit } from "./circuit";
import { bedrockRuntime } from "./client";
import type { SendRaw } from "./raw";
import { RETRY_LIMITS, type RetryLimits, retrying } from "./retrying";
import { RAW_LIMITS, type RawLimits, sendRawThrough } from "./send-raw";

export interface BedrockOptions {
  /** The process's own unless given. */
  client?: BedrockRuntimeClient;
  limits?: Partial<RawLimits & RetryLimits & CircuitLimits>;
}

/**
 * Bedrock's runtime as the console calls it: raw, repeated a little, with a circuit per model.
 * Keep one per process: the circuits live in it.
 */
export function bedrock(options: BedrockOptions = {}): { send: SendRaw } {
  const { limits } = options;
  const raw = sendRawThrough(options.client ?? bedrockRuntime(), { ...RAW_LIMITS, ...limits });
  return {
    send: withCircuit(retrying(raw, { ...RETRY_LIMITS, ...limits }), {
      ...CIRCUIT_LIMITS,
      ...limits,
    }),
  };
}
