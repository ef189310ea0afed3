import { AwsError } from "../../core/aws-error.ts";
import type { PutOptions } from "../../core/objects/objects.ts";
import type { VersionRecord } from "../../core/objects/records.ts";
import type { S3Request } from "./request.ts";

const KEPT = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "expires",
];
/** S3 takes 2 KB of user metadata: keys and values together. */
const METADATA_BYTES = 2_048;

/** What a client says of an object beside its bytes. Throws `MetadataTooLarge`. */
export function putOptions(req: S3Request): PutOptions {
  const metadata: Record<string, string> = {};
  let bytes = 0;
  for (const name of Object.keys(req.raw.headers)) {
    if (!name.startsWith("x-amz-meta-")) continue;
    const value = req.header(name) ?? "";
    metadata[name.slice(11)] = value;
    bytes += name.length - 11 + Buffer.byteLength(value, "latin1");
  }
  if (bytes > METADATA_BYTES) {
    const message = "Your metadata headers exceed the maximum allowed metadata size";
    throw new AwsError("MetadataTooLarge", message);
  }
  const headers: Record<string, string> = {};
  for (const name of KEPT) {
    const value = (req.header(name) ?? "")
      .replace(/(^|,)\s*aws-chunked\s*(?=,|$)/, "")
      .replace(/^,/, "");
    if (value !== "") headers[name] = value.trim();
  }
  const contentType = req.header("content-type");
  return {
    metadata,
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    contentType: contentType ?? "binary/octet-stream",
  };
}

/** The headers that describe an object in answers to Get and Head. */
export function objectHeaders(
  record: VersionRecord,
  withChecksums: boolean,
): Record<string, string> {
  const headers: Record<string, string> = {
    "accept-ranges": "bytes",
    "content-type": record.contentType ?? "binary/octet-stream",
    etag: `"${record.etag}"`,
    "last-modified": record.lastModified.toUTCString(),
    ...record.headers,
    ...versionHeader(record),
  };
  for (const [name, value] of Object.entries(record.metadata))
    headers[`x-amz-meta-${name}`] = value;
  if (withChecksums) {
    for (const [name, value] of Object.entries(record.checksums ?? {})) {
      headers[`x-amz-checksum-${name}`] = value;
      headers["x-amz-checksum-type"] = "FULL_OBJECT";
    }
  }
  return headers;
}

/** The version of an answer, in buckets that have versions. */
export const versionHeader = (record: VersionRecord): Record<string, string> =>
  record.versionId === "null" ? {} : { "x-amz-version-id": record.versionId };
