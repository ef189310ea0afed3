import "server-only";
import { type Namespace, NamespaceSettings } from "@/lib/prompt-cache/namespace";
import type { RedisCommands } from "@/server/redis/commands";
import { NAMESPACES_KEY } from "./published-key";

/**
 * A namespace as the console published it in Redis, or with the default settings where no console
 * knows it. Throws when Redis does not answer.
 */
export async function readPublished(redis: RedisCommands, name: string): Promise<Namespace> {
  const [text] = await redis.batch([["HGET", NAMESPACES_KEY, name]]);
  if (text instanceof Error) throw text;
  if (!Buffer.isBuffer(text)) return { name, generation: 1, settings: NamespaceSettings.parse({}) };
  const { generation, settings } = JSON.parse(text.toString("utf8"));
  return { name, generation: Number(generation), settings: NamespaceSettings.parse(settings) };
}
