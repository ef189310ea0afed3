import "server-only";
import type { RedisClient } from "../indexes";

/**
 * A reply within its time. After that the connection is made anew: one that was silently cut (a
 * firewall, a lost host) would wait for ever.
 */
export async function withDeadline<T>(
  connection: RedisClient,
  reply: Promise<T>,
  ms: number,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      connection.disconnect(true);
      reject(new Error(`Redis did not answer for ${ms} ms.`));
    }, ms);
  });
  // The connection may still answer or refuse it when nobody waits any more.
  reply.catch(() => undefined);
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}
