import "server-only";
import { and, eq } from "drizzle-orm";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";
import { databaseProblem, db, promptLabels } from "@/server/db";
import { redis } from "@/server/redis";
import { recentKey } from "../counters/keys";
import { traceSealing } from "../counters/process-recorder";
import { redisProblem } from "../entries/redis-problem";
import { readPairs } from "../traces/read-pairs";
import { readStored } from "../traces/store-form";

export type Pair = Omit<ScoredPair, "at" | "served" | "guard" | "label">;

/**
 * The pair as the cache itself recorded it, never as a browser tells it: among the recorded pairs,
 * in the traces of recent requests, or with a label of before.
 * @throws AppError upstream
 */
export async function findPair(namespace: string, pairId: string): Promise<Pair | undefined> {
  const found = await findRecorded(namespace, pairId).catch((error) => {
    throw redisProblem(error, "The pair could not be looked up");
  });
  return found ?? findLabelled(namespace, pairId);
}

async function findRecorded(namespace: string, pairId: string): Promise<Pair | undefined> {
  const pair = (await readPairs(namespace)).find(({ id }) => id === pairId);
  if (pair) return pair;
  // Pairs are a choice of what happened; the request that a person looks at may have its own trace only.
  for (const [, fields] of await redis().xrevrange(recentKey(namespace), "+", "-")) {
    const trace = readStored<RequestTrace>(fields, namespace, traceSealing());
    const candidate = trace?.candidates.find((one) => one.pairId === pairId);
    if (!trace || !candidate) continue;
    const { entryId, prompt, score } = candidate;
    return { id: pairId, namespace, entryId, asked: trace.prompt, stored: prompt, score };
  }
  return undefined;
}

async function findLabelled(namespace: string, pairId: string): Promise<Pair | undefined> {
  const [row] = await db()
    .select()
    .from(promptLabels)
    .where(and(eq(promptLabels.namespace, namespace), eq(promptLabels.pairId, pairId)))
    .catch((error) => {
      throw databaseProblem(error);
    });
  return row && { id: pairId, namespace, asked: row.asked, stored: row.stored, score: row.score };
}
