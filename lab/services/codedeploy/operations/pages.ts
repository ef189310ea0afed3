import { AwsError } from "../../../core/aws-error.ts";

/** CodeDeploy's lists come in pages of this size. */
const PAGE = 100;

/** One page of a list; the token is where the next one begins. */
export function page<T>(items: T[], nextToken: unknown): { items: T[]; nextToken?: string } {
  let from = 0;
  if (nextToken !== undefined) {
    const text = Buffer.from(String(nextToken), "base64url").toString();
    if (!/^\d{1,9}$/.test(text)) {
      throw new AwsError("InvalidNextTokenException", "The next token is not one that was given.");
    }
    from = Number(text);
  }
  const end = from + PAGE;
  return {
    items: items.slice(from, end),
    ...(end < items.length ? { nextToken: Buffer.from(String(end)).toString("base64url") } : {}),
  };
}
