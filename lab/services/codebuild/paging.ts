/** Pages of 100, with a token that says where the next one begins. */
import { AwsError } from "../../core/aws-error.ts";

/** @throws AwsError InvalidInputException */
export function pageOf<T>(items: T[], token: string | undefined, max = 100) {
  const from = token ? Number(Buffer.from(token, "base64url").toString()) : 0;
  if (!Number.isInteger(from) || from < 0) {
    throw new AwsError("InvalidInputException", "Invalid token");
  }
  const to = from + Math.min(max, 100);
  return {
    items: items.slice(from, to),
    ...(to < items.length ? { nextToken: Buffer.from(String(to)).toString("base64url") } : {}),
  };
}

/** The 1 to 100 names that a batch operation needs. @throws AwsError InvalidInputException */
export function batchOf(value: unknown, member: string): string[] {
  const good =
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= 100 &&
    value.every((one) => typeof one === "string");
  if (good) return value as string[];
  throw new AwsError("InvalidInputException", `Invalid request: ${member} needs 1 to 100 strings`);
}
