import "server-only";
import { createHash } from "node:crypto";

/**
 * Names a pair of prompts: the first 32 hex digits of the SHA-256 over both normalised texts, in
 * either order. The same in the trace's candidates, the recorded pairs, the labels and `pc:{<ns>}:wrong`.
 */
export function pairId(normalisedAsked: string, normalisedStored: string): string {
  const [first, second] = [normalisedAsked, normalisedStored].map((text) =>
    createHash("sha256").update(text).digest("hex"),
  ) as [string, string];
  const pair = first < second ? first + second : second + first;
  return createHash("sha256").update(pair).digest("hex").slice(0, 32);
}
