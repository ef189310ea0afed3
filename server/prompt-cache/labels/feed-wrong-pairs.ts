import "server-only";
import { eq } from "drizzle-orm";
import { db, promptLabels } from "@/server/db";
import { redis } from "@/server/redis";
import { wrongKey } from "./wrong-pairs";

const AT_ONCE = 1_000;

/** Puts every label "wrong" from PostgreSQL into Redis, where the engine asks for it. Only adds. */
export async function feedWrongPairs(): Promise<void> {
  const rows = await db()
    .select({ namespace: promptLabels.namespace, pairId: promptLabels.pairId })
    .from(promptLabels)
    .where(eq(promptLabels.label, "wrong"));
  const byNamespace = Map.groupBy(rows, ({ namespace }) => namespace);
  for (const [namespace, pairs] of byNamespace)
    for (let at = 0; at < pairs.length; at += AT_ONCE)
      await redis().sadd(
        wrongKey(namespace),
        ...pairs.slice(at, at + AT_ONCE).map(({ pairId }) => pairId),
      );
}
