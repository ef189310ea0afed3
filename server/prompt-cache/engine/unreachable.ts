import "server-only";
import { isAppError } from "@/server/platform/errors";

/** What could not be asked of Bedrock, said in Bedrock's own form, so that SDKs know what to do with it. */
export function unreachable(error: unknown): {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  problem: string;
} {
  const problem = isAppError(error) ? error.message : "Bedrock cannot be reached.";
  return {
    status: 503,
    headers: {
      "content-type": "application/json",
      "x-amzn-errortype": "ServiceUnavailableException",
    },
    body: Buffer.from(JSON.stringify({ message: problem })),
    problem,
  };
}
