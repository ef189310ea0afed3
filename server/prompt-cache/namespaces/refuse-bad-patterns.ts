import "server-only";
import { AppError } from "@/server/platform/errors";
import { patternProblem } from "../engine/personal-data";

/** @throws AppError invalid, naming the first pattern that the engine would not take */
export function refuseBadPatterns(patterns: readonly string[]): void {
  for (const pattern of patterns) {
    const problem = patternProblem(pattern);
    if (problem) throw new AppError("invalid", problem);
  }
}
