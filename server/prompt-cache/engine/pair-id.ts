import "server-only";
import { hash } from "node:crypto";

/**
 * Names a pair of prompts: the first 32 hex digits of the SHA-256 over both normalised texts, in
 * either order. The same in the trace's candidates, the recorded pairs, the labels and `pc:{<ns>}:wrong`.
 */
export function pairId(normalisedAsked: string, normalisedStored: string): string {
  const [first, second] = [normalisedAsked, normalisedStored].map((text) =>
    hash("sha256", text, "hex"),
  ) as [string, string];
  const pair = first < second ? first + second : second + first;
  return hash("sha256", pair, "hex").slice(0, 32);
}
