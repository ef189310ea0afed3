import "server-only";
import { verify } from "@octokit/webhooks-methods";

/**
 * Whether `signature` (`sha256=…`) is that of these bytes with our secret; compared in constant time.
 * Any other signature than SHA-256's is none.
 */
export async function isSigned(
  secret: string,
  body: Uint8Array,
  signature: string | null,
): Promise<boolean> {
  if (!signature || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
  try {
    // Bytes that are no UTF-8 become other ones here, and their signature a wrong one.
    return await verify(secret, Buffer.from(body).toString("utf8"), signature);
  } catch {
    return false;
  }
}
