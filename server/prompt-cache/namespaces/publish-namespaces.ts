import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { log } from "@/server/platform/log";
import { redis } from "@/server/redis";
import { NAMESPACES_KEY } from "./published-key";

/** Puts all namespaces into Redis in one step. Never throws: the function has defaults of its own. */
export async function publishNamespaces(namespaces: Namespace[]): Promise<void> {
  const fields = namespaces.map(({ name, generation, settings }): [string, string] => [
    name,
    JSON.stringify({ generation, settings }),
  ]);
  try {
    const change = redis().multi().del(NAMESPACES_KEY);
    if (fields.length > 0) change.hset(NAMESPACES_KEY, Object.fromEntries(fields));
    await change.exec();
  } catch (error) {
    log().warn({ error }, "namespaces could not be passed on to functions");
  }
}
