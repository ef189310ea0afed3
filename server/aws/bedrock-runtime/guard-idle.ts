import "server-only";
import type { Readable } from "node:stream";
import { AppError } from "@/server/platform/errors";
import { translateError } from "../translate-error";

/**
 * The chunks of a body as they come. A silence longer than `idleMs`, the caller's abort or leaving
 * the loop early ends the connection; a connection that breaks is told as what it is.
 * @throws AppError upstream; the caller's abort reason when it cancels
 */
export async function* guardIdle(
  body: Readable,
  operation: string,
  idleMs: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let silent = false;
  // While the reader takes its time nobody can say that the model is silent.
  let withReader = false;
  const timer = setTimeout(() => {
    if (withReader) return void timer.refresh();
    silent = true;
    body.destroy(new Error("silent for too long"));
  }, idleMs);
  const stop = () => body.destroy(new Error("cancelled"));
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for await (const chunk of body) {
      withReader = true;
      yield chunk as Uint8Array;
      withReader = false;
      timer.refresh();
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (silent)
      throw new AppError("upstream", "Bedrock fell silent in the middle of an answer.", {
        cause: error,
      });
    throw translateError("bedrock-runtime", operation, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
    body.destroy();
  }
}
