import "server-only";
import { redis } from "@/server/redis";
import { COUNTED_KEY } from "../counters/keys";
import { readDirectory } from "../directory";

/** Names to filter by, and those among them that counted anything since `fromMs`. Throws what Redis throws. */
export async function knownNamespaces(
  fromMs: number,
): Promise<{ all: string[]; counted: string[] }> {
  const [counted, directory] = await Promise.all([
    redis().zrangebyscore(COUNTED_KEY, fromMs, "+inf"),
    // Without the database those that counted are known all the same.
    readDirectory().catch(() => undefined),
  ]);
  const names = new Set([...counted, ...(directory?.namespaces.keys() ?? [])]);
  return { all: [...names].sort(), counted };
}
