import type { Problem, Result } from "@/lib/platform/result";

/** A `Problem` on its way through code that throws. */
export class ProblemError extends Error {
  override name = "ProblemError";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const UNREACHABLE: Problem = {
  code: "upstream",
  message: "The console could not be reached.",
  retryable: true,
  ref: "",
};

/**
 * GETs a route handler that answers `Result<T>`.
 * @throws ProblemError with the server's problem, or one that says that the console did not answer.
 */
export async function readResult<T>(url: string, signal: AbortSignal): Promise<T> {
  let result: Result<T>;
  try {
    const response = await fetch(url, { signal, headers: { accept: "application/json" } });
    result = (await response.json()) as Result<T>;
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ProblemError(UNREACHABLE);
  }
  if (!result.ok) throw new ProblemError(result.problem);
  return result.data;
}
