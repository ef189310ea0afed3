import type { IncomingMessage } from "node:http";

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_MS = 5_000;

/**
 * Reads what is left of a refused request's body and forgets it: a client that still sends when the
 * connection closes sees a broken connection and not the answer. Gives up on very long bodies.
 */
export async function drain(req: IncomingMessage): Promise<void> {
  if (Number(req.headers["content-length"] ?? 0) > MOST_BYTES) return;
  const timer = setTimeout(() => req.destroy(), MOST_MS);
  let left = MOST_BYTES;
  try {
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      left -= (chunk as Buffer).length;
      if (left < 0) return;
    }
  } catch {
    // The client is gone; there is nobody to answer.
  } finally {
    clearTimeout(timer);
  }
}
