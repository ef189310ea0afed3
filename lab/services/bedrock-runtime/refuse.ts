import type { ZodType } from "zod";
import { AwsError } from "../../core/aws-error.ts";

export const invalid = (message: string) => new AwsError("ValidationException", message);

/** The refusal of a body that InvokeModel's model cannot read. */
export const malformed = (what: string) =>
  invalid(`Malformed input request: ${what}, please reformat your input and try again.`);

/** Reads a body by its shape; the first thing that does not fit is told as AWS tells constraints. */
export function read<T>(shape: ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".") || "the request";
  throw invalid(
    `1 validation error detected: Value at '${where}' failed to satisfy constraint: ${constraint(issue)}`,
  );
}

function constraint(
  issue: { code?: string; message?: string; minimum?: unknown; maximum?: unknown } | undefined,
) {
  if (issue?.code === "too_big")
    return `Member must have value less than or equal to ${issue.maximum}`;
  if (issue?.code === "too_small") {
    return `Member must have value greater than or equal to ${issue.minimum}`;
  }
  return `Member is not valid (${issue?.message ?? "unknown"})`;
}
