import "server-only";
import { AppError } from "@/server/platform/errors";
import type { SendRaw } from "./raw";

/** What Titan Text Embeddings v2 takes at most, in characters; longer text is cut before it is embedded. */
const MAX_CHARACTERS = 50_000;
/** Recent vectors that are kept: 4 KiB each at 1,024 dimensions. */
const REMEMBERED = 512;

export interface EmbedderOptions {
  send: SendRaw;
  /** `amazon.titan-embed-text-v2:0`, or a model that speaks its form. */
  modelId: string;
  /** 256, 512 or 1,024 for Titan v2. */
  dimensions: number;
  /** How long one text may take, retries included; 5 s unless told. */
  timeoutMs?: number;
}

interface Embedded {
  vector: Float32Array;
  /** As the model counted; 0 when the vector was remembered. */
  tokens: number;
}

/**
 * Vectors of unit length by InvokeModel in the form of Titan Text Embeddings v2
 * (`{inputText, dimensions, normalize}` → `{embedding, inputTextTokenCount}`).
 * `embed` throws `AppError` upstream; its `id` is `<model>/<dimensions>`.
 */
export function titanEmbedder(options: EmbedderOptions) {
  const { modelId, dimensions } = options;
  const recent = new Map<string, Float32Array>();
  return {
    id: `${modelId}/${dimensions}`,
    dimensions,
    async embed(text: string, signal?: AbortSignal): Promise<Embedded> {
      const input = text.slice(0, MAX_CHARACTERS);
      const known = recent.get(input);
      if (known) {
        recent.delete(input);
        recent.set(input, known);
        return { vector: known, tokens: 0 };
      }
      const embedded = await askFor(input, options, signal);
      recent.set(input, embedded.vector);
      const oldest = recent.keys().next().value;
      if (recent.size > REMEMBERED && oldest !== undefined) recent.delete(oldest);
      return embedded;
    },
  };
}

async function askFor(
  inputText: string,
  { send, modelId, dimensions, timeoutMs = 5_000 }: EmbedderOptions,
  signal?: AbortSignal,
): Promise<Embedded> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await send({
      operation: "InvokeModel",
      modelId,
      body: Buffer.from(JSON.stringify({ inputText, dimensions, normalize: true })),
      contentType: "application/json",
      accept: "application/json",
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body) chunks.push(chunk);
    if (answer.status !== 200)
      throw new AppError("upstream", `The embedding model answered with status ${answer.status}.`);
    return read(Buffer.concat(chunks), dimensions);
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted)
      throw new AppError("upstream", "The embedding model did not answer in time.", {
        cause: error,
      });
    throw error;
  }
}

function read(body: Buffer, dimensions: number): Embedded {
  const { embedding, inputTextTokenCount } = JSON.parse(body.toString()) as {
    embedding?: unknown;
    inputTextTokenCount?: unknown;
  };
  if (!Array.isArray(embedding) || embedding.length !== dimensions)
    throw new AppError("upstream", `The embedding model gave no vector of ${dimensions} numbers.`);
  return {
    vector: toUnitLength(Float32Array.from(embedding as number[])),
    tokens: typeof inputTextTokenCount === "number" ? inputTextTokenCount : 0,
  };
}

/** A vector of no length, or with holes in it, is no meaning at all. */
function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0) || !Number.isFinite(length))
    throw new AppError("upstream", "The embedding model gave a vector without a direction.");
  return vector.map((part) => part / length);
}
