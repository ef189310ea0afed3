import "server-only";
import { AppError } from "@/server/platform/errors";

/** Look-around, back references, and a repeated group that itself repeats: what makes a pattern take for ever. */
const DANGEROUS = /\(\?[=!<]|\\[1-9]|\\k<|[+*}]\)[+*{]/;

/** @throws AppError invalid, naming the first pattern that is not a safe regular expression */
export function refuseBadPatterns(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    if (DANGEROUS.test(pattern) || !compiles(pattern))
      throw new AppError(
        "invalid",
        `The pattern ${pattern} is not a regular expression without look-around, back references and nested repeats.`,
      );
  }
}

function compiles(pattern: string): boolean {
  try {
    new RegExp(pattern, "iu");
    return true;
  } catch {
    return false;
  }
}
