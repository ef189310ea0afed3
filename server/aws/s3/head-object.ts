import "server-only";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { callAws, type UpstreamCtx } from "../call-aws";
import { s3 } from "./client";

/** SDKs can only send ASCII headers, so writers percent-encode; what is not valid stays as it came. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** User metadata of an object version, decoded, keys in lower case. Needs s3:GetObject and s3:GetObjectVersion. */
export async function headObject(
  ctx: UpstreamCtx,
  place: { bucket: string; key: string; versionId?: string },
): Promise<{ metadata: Record<string, string> }> {
  const answer = await callAws(ctx, "s3", "HeadObject", (options) =>
    s3().send(
      new HeadObjectCommand({
        Bucket: place.bucket,
        Key: place.key,
        VersionId: place.versionId === "null" ? undefined : place.versionId,
      }),
      options,
    ),
  );
  return {
    metadata: Object.fromEntries(
      Object.entries(answer.Metadata ?? {}).map(([key, value]) => [
        key.toLowerCase(),
        decoded(value),
      ]),
    ),
  };
}
