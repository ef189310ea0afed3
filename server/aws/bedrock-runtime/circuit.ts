import "server-only";
import { AppError } from "@/server/platform/errors";
import type { RawAnswer, RawCall, SendRaw } from "./raw";

export interface CircuitLimits {
  /** Failures in a row that open it. */
  failures: number;
  /** How long it stays open before one call tries again. */
  openMs: number;
}

export const CIRCUIT_LIMITS: CircuitLimits = { failures: 5, openMs: 5_000 };

const MODELS = 1_000;

/** A fault of the service. Throttles are not: they say that the model is there. */
const isFault = (status: number): boolean => status >= 500;

interface Circuit {
  failures: number;
  /** Unix milliseconds; 0 while closed. */
  openUntil: number;
  lastWord?: { status: number; headers: Record<string, string>; body: Uint8Array };
}

/**
 * One circuit per model: after some failures in a row calls end at once, with the model's last word
 * if it had one, until one call has tried again and come through.
 * @throws AppError upstream while it is open and the model never answered
 */
export function withCircuit(send: SendRaw, limits: CircuitLimits = CIRCUIT_LIMITS): SendRaw {
  const circuits = new Map<string, Circuit>();
  return async (call) => {
    const circuit = circuits.get(call.modelId) ?? { failures: 0, openUntil: 0 };
    // Only models in trouble stay; callers may make names up.
    if (circuits.size >= MODELS) circuits.clear();
    circuits.set(call.modelId, circuit);
    if (circuit.openUntil > Date.now()) return refuse(call, circuit);
    // The one that tries: the others keep being refused meanwhile.
    if (circuit.openUntil > 0) circuit.openUntil = Date.now() + limits.openMs;
    try {
      const answer = await send(call);
      if (!isFault(answer.status)) {
        circuits.delete(call.modelId);
        return answer;
      }
      const word = { ...answer, body: await collect(answer.body) };
      fail(circuit, limits, word);
      return replay(word);
    } catch (error) {
      if (!cancelled(call)) fail(circuit, limits);
      throw error;
    }
  };
}

/** A caller who went away says nothing about the model; one whose patience ended does. */
const cancelled = ({ signal }: RawCall): boolean =>
  signal?.aborted === true && (signal.reason as Error)?.name !== "TimeoutError";

function fail(circuit: Circuit, limits: CircuitLimits, lastWord?: Circuit["lastWord"]): void {
  circuit.failures += 1;
  circuit.lastWord = lastWord;
  if (circuit.failures >= limits.failures) circuit.openUntil = Date.now() + limits.openMs;
}

function refuse(call: RawCall, circuit: Circuit): RawAnswer {
  if (circuit.lastWord) return replay(circuit.lastWord);
  throw new AppError(
    "upstream",
    `Bedrock did not answer for ${call.modelId} several times in a row; it is tried again in a few seconds.`,
    { effect: "none" },
  );
}

const replay = (word: NonNullable<Circuit["lastWord"]>): RawAnswer => ({
  ...word,
  body: (async function* () {
    yield word.body;
  })(),
});

/** An error document is short; it is kept to be said again. */
async function collect(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
