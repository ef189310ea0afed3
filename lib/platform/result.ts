/** Every way an action or a read can fail. Each code has one treatment in the UI. */
export const PROBLEM_CODES = [
  "unauthenticated",
  "forbidden",
  "invalid",
  "not_found",
  "stale",
  "conflict",
  "throttled",
  "upstream",
  "internal",
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** A failure, told to a person: one sentence, what to quote (`ref`), and whether trying again may help. */
export interface Problem {
  code: ProblemCode;
  /** One clear sentence for the operator; never an upstream stack or a secret. */
  message: string;
  retryable: boolean;
  /** Short id that the server log also carries. */
  ref: string;
}

export type Result<T> = { ok: true; data: T } | { ok: false; problem: Problem };

export const ok = <T>(data: T): Result<T> => ({ ok: true, data });
export const failed = (problem: Problem): Result<never> => ({ ok: false, problem });
