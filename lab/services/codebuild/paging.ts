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
