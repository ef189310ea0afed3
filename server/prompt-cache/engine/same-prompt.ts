import "server-only";
import { KEY_PARTS, type KeyPart, type RequestTrace } from "@/lib/prompt-cache/trace";
import type { RedisReply } from "@/server/redis/commands";

/** Where the same prompt is stored with other key parts, nearest first, at most three. */
export function differencesFrom(
  own: Partial<Record<KeyPart, string>>,
  stored: RedisReply[],
): RequestTrace["samePrompt"] {
  const found: RequestTrace["samePrompt"] = [];
  // HGETALL: context key and JSON in turn.
  for (let at = 1; at < stored.length; at += 2) {
    try {
      const { e: entryId, d: digests } = JSON.parse(String(stored[at])) as {
        e: string;
        d: Partial<Record<KeyPart, string>>;
      };
      const differs = KEY_PARTS.filter((part) => digests[part] !== own[part]);
      if (differs.length > 0) found.push({ entryId, differs });
    } catch {
      // Damaged: it explains nothing, and nothing else depends on it.
    }
  }
  return found.sort((a, b) => a.differs.length - b.differs.length).slice(0, 3);
}
