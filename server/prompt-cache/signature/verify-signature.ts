import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { now } from "@/server/platform/clock";
import type { Directory, DirectoryKey } from "../directory";
import { DoorError } from "../doors/door-error";
import { calculateSignature } from "./calculate-signature";
import { canonicalRequest, HOST_NAMES, type SignedRequest } from "./canonical-request";
import { checkClock } from "./check-clock";
import { type Authorization, parseAuthorization } from "./parse-authorization";

const SERVICE = "bedrock";
const UNSIGNED = "UNSIGNED-PAYLOAD";

export interface SignatureCheck {
  request: SignedRequest;
  body: Uint8Array;
  /** Hosts that the client may have signed: the one it sent, and the console's own behind a proxy. */
  hosts: string[];
}

/**
 * The key that a request says it was signed with; known before its body is read.
 * @throws DoorError in AWS's forms and words
 */
export function findSigner(
  directory: Directory,
  authorization: string,
): { signed: Authorization; key: DirectoryKey } {
  const signed = parseAuthorization(authorization);
  if (!signed)
    throw new DoorError(
      "incomplete",
      "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.",
    );
  const key = directory.signers.get(signed.accessKeyId);
  if (!key)
    throw new DoorError("unknown", "The security token included in the request is invalid.");
  return { signed, key };
}

/**
 * Checks that the holder of the key's secret signed this very request not long ago (AWS Signature
 * Version 4, as unmodified SDKs send it).
 * @throws DoorError in AWS's forms and words: wrong signature, clock too far off
 */
export function verifySignature(
  { signed, key }: { signed: Authorization; key: DirectoryKey },
  check: SignatureCheck,
): void {
  const { secret } = key;
  if (secret === undefined)
    throw new DoorError(
      "internal",
      "This key's secret was encrypted with another SWITCHYARD_PROMPT_CACHE_KEY; issue a new key.",
    );
  const amzDate = check.request.header("x-amz-date") ?? "";
  checkScope(signed, amzDate);
  const payloadHash = payloadHashOf(check);
  const fits = check.hosts.map((host) => {
    const canonical = canonicalRequest(check.request, {
      host,
      signedHeaders: signed.signedHeaders,
      payloadHash,
    });
    const wanted = calculateSignature(secret, signed, amzDate, canonical);
    return timingSafeEqual(Buffer.from(wanted), Buffer.from(signed.signature));
  });
  if (!fits.includes(true)) throw new DoorError("signature", MISMATCH);
  // After the signature, so that only who holds the secret learns of the server's clock.
  checkClock(amzDate, now());
}

const MISMATCH =
  "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

function checkScope(signed: Authorization, amzDate: string): void {
  if (signed.service !== SERVICE)
    throw new DoorError(
      "signature",
      `Credential should be scoped to correct service: '${SERVICE}'.`,
    );
  const signsHost = signed.signedHeaders.some((name) => HOST_NAMES.has(name));
  if (!signsHost || !signed.signedHeaders.includes("x-amz-date"))
    throw new DoorError("signature", "'Host' and 'X-Amz-Date' must be signed headers.");
  if (amzDate.slice(0, 8) !== signed.date)
    throw new DoorError(
      "signature",
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP.",
    );
}

/** What stands for the body in the signature; a hash that the client tells must be the body's. */
function payloadHashOf({ request, body }: SignatureCheck): string {
  const told = request.header("x-amz-content-sha256");
  if (told === UNSIGNED) return told;
  const actual = createHash("sha256").update(body).digest("hex");
  if (told !== undefined && told !== actual)
    throw new DoorError(
      "signature",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  return actual;
}
