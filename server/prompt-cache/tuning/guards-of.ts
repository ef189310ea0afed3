import "server-only";
import { setImmediate } from "node:timers/promises";
import { guardPair } from "@/lib/prompt-cache/guards/guard-pair";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import type { ScoredPair } from "@/lib/prompt-cache/tuning";
import { held } from "@/server/platform/held";

/** New pairs per read; a pair takes a tenth of a millisecond, a very long one some milliseconds. */
const NEW_PAIRS = 500;
const AT_ONCE = 20;
const REMEMBERED = 20_000;

/** Why a pair is refused, by its id; `null` when it is not. The id names both texts. */
const known = () => held("prompt-cache.guarded-pairs", () => new Map<string, string | null>());

/**
 * What the guards say of pairs. Below its threshold the engine does not ask them, but a lower
 * threshold would. Of many new pairs the first 500 are looked at and the others with the next reads;
 * until then they count as not refused.
 * @returns the sentence of the guard that refuses a pair, undefined when none does
 */
export async function guardsOf(
  { settings }: Namespace,
  pairs: readonly Pick<ScoredPair, "id" | "asked" | "stored">[],
): Promise<(id: string) => string | undefined> {
  if (!settings.semantic.guards) return () => undefined;
  const verdicts = known();
  let looked = 0;
  for (const { id, asked, stored } of pairs) {
    if (looked >= NEW_PAIRS) break;
    if (verdicts.has(id)) continue;
    if (verdicts.size >= REMEMBERED) verdicts.clear();
    const verdict = guardPair(asked, stored);
    verdicts.set(id, verdict.allowed ? null : verdict.why);
    looked += 1;
    // Requests are served between.
    if (looked % AT_ONCE === 0) await setImmediate();
  }
  return (id) => verdicts.get(id) ?? undefined;
}
