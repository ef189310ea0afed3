import "server-only";
import type { LabelInput } from "@/lib/prompt-cache/tuning";
import { databaseProblem, db, promptLabels } from "@/server/db";
import { now } from "@/server/platform/clock";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { redis } from "@/server/redis";
import { forgetEntry } from "../entries/forget-entries";
import { redisProblem } from "../entries/redis-problem";
import { findNamespace } from "../namespaces/find-namespace";
import { findPair, type Pair } from "./find-pair";
import { wrongKey } from "./wrong-pairs";

/**
 * Keeps a person's word on a pair; the last word counts. "wrong" evicts the stored entry and teaches
 * the namespace: this pair is never served again. "right" takes such a word back.
 * @throws AppError not_found (the pair is not recorded any more), upstream
 */
export async function labelPair({
  ctx,
  input: { namespace: name, pairId, label },
}: {
  ctx: Ctx;
  input: LabelInput;
}): Promise<{ message: string }> {
  const namespace = await findNamespace(name);
  const pair = await findPair(name, pairId);
  if (!pair) throw new AppError("not_found", "This pair is not recorded any more.");
  await keep(ctx, pair, label);
  try {
    if (label === "right") {
      await redis().srem(wrongKey(name), pairId);
      return { message: "Kept as right." };
    }
    await redis().sadd(wrongKey(name), pairId);
    if (pair.entryId) await forgetEntry(namespace, pair.entryId);
  } catch (error) {
    // The word is kept; Redis is told at the next start or when it comes back.
    throw redisProblem(error, "The label is kept, and takes effect when it is back");
  }
  return { message: "Kept as wrong; this answer is not served for that question again." };
}

async function keep(ctx: Ctx, pair: Pair, label: LabelInput["label"]): Promise<void> {
  const { namespace, id: pairId, asked, stored, score } = pair;
  const word = { label, labelledBy: ctx.person.email, labelledAt: now() };
  await db()
    .insert(promptLabels)
    .values({ namespace, pairId, asked, stored, score, ...word })
    .onConflictDoUpdate({ target: [promptLabels.namespace, promptLabels.pairId], set: word })
    .catch((error) => {
      throw databaseProblem(error, "The label was not kept");
    });
}
