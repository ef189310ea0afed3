import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";
import type { RepositoryRef } from "./contracts";

/** The parts of what Octokit throws that the translation reads. */
interface Failure {
  status?: number;
  message: string;
  headers: Record<string, string | undefined>;
  /** GitHub answered at all. */
  answered: boolean;
}

function failureOf(error: unknown): Failure {
  const e = error as {
    status?: unknown;
    message?: unknown;
    response?: { headers?: Record<string, string>; data?: { message?: unknown; errors?: unknown } };
    headers?: Record<string, string>;
    errors?: { type?: string; message?: string }[];
  } | null;
  const details = e?.response?.data?.errors ?? e?.errors;
  const told = [
    e?.response?.data?.message ?? (e?.errors ? undefined : e?.message),
    ...(Array.isArray(details)
      ? details.map((each) => (typeof each === "string" ? each : (each?.message ?? each?.type)))
      : []),
  ];
  return {
    status: typeof e?.status === "number" ? e.status : undefined,
    message: told.filter((each) => typeof each === "string" && each).join("; "),
    headers: e?.response?.headers ?? e?.headers ?? {},
    answered: e?.response !== undefined || e?.errors !== undefined,
  };
}

const PROTECTED = /protected branch|rule violations|branch protection|cannot force-push/i;
const STALE =
  /head (branch )?was modified|does not match|expected branch to point to|is at .+ but expected|STALE_DATA/i;
const EXISTS = /already exists/i;
/** A ref that is not there is told as an invalid request. */
const ABSENT = /reference does not exist/i;
const RATE = /rate limit/i;

/** GitHub's reason on one line, for a sentence of ours. */
const reason = (message: string): string =>
  message
    .replace(/\s*-?\s*https?:\/\/\S+/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/\.$/, "")
    .slice(0, 200);

/** Whether the answer was "too many requests". */
export const isRateLimit = (error: unknown): boolean => {
  const { status, headers, message } = failureOf(error);
  return (
    status === 429 ||
    (status === 403 && (headers["x-ratelimit-remaining"] === "0" || RATE.test(message))) ||
    (status === undefined && RATE.test(message))
  );
};

/** One failure of GitHub as one sentence for an operator. What was thrown stays behind as `cause`, for the log. */
export function translateError(operation: string, at: RepositoryRef, error: unknown): AppError {
  if (isAppError(error)) return error;
  const { status, message, headers, answered } = failureOf(error);
  const where = `${at.owner}/${at.name}`;
  const refused = (code: "upstream" | "not_found" | "conflict" | "stale", text: string) =>
    new AppError(code, text, { cause: error, retryable: false, effect: "none" });

  if (isRateLimit(error)) {
    return new AppError("throttled", rateLimitSentence(headers), { cause: error, effect: "none" });
  }
  const name = (error as { name?: string } | null)?.name ?? "";
  if (!answered) {
    const late = /Timeout|Abort/.test(name) || /timed? ?out|aborted/i.test(message);
    return new AppError(
      "upstream",
      late
        ? "GitHub did not answer in time; try again in a moment."
        : "GitHub cannot be reached; try again in a moment.",
      { cause: error },
    );
  }
  if (status === 401)
    return refused(
      "upstream",
      "GitHub refused the App's token; check the App's id and private key.",
    );
  if (PROTECTED.test(message))
    return refused("conflict", `A rule on ${where} protects the branch: ${reason(message)}.`);
  if (
    status === 403 ||
    /not accessible by integration|permissions requested are not granted|FORBIDDEN/i.test(message)
  )
    return refused("upstream", `The GitHub App lacks a permission for ${operation} on ${where}.`);
  if (STALE.test(message))
    return refused("stale", `The branch on ${where} has moved on meanwhile.`);
  if (status === 404 || status === 410 || ABSENT.test(message))
    return refused("not_found", `GitHub does not know what was asked for on ${where}.`);
  if (EXISTS.test(message)) return refused("conflict", `${reason(message)} on ${where}.`);
  if (status === 405 || status === 409 || status === 422 || status === undefined)
    return refused("conflict", `GitHub refused ${operation} on ${where}: ${reason(message)}.`);
  if (status < 500)
    return refused("upstream", `GitHub refused ${operation} on ${where} (${status}).`);
  return new AppError("upstream", "GitHub reports an error of its own; try again in a moment.", {
    cause: error,
  });
}

function rateLimitSentence(headers: Record<string, string | undefined>): string {
  const reset = Number(headers["x-ratelimit-reset"]) * 1_000;
  const after = Number(headers["retry-after"]);
  const at = after > 0 ? Date.now() + after * 1_000 : reset > 0 ? reset : undefined;
  if (at === undefined) return "GitHub's rate limit is used up; try again in a few minutes.";
  const time = new Date(at).toISOString().slice(11, 16);
  return `GitHub's rate limit is used up until ${time} UTC.`;
}
