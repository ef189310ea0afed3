import { createReadStream } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AwsError } from "../../core/aws-error.ts";
import type { Objects } from "../../core/objects/objects.ts";
import type { VersionRecord } from "../../core/objects/records.ts";
import { objectHeaders } from "./headers.ts";
import type { S3Request } from "./request.ts";

/** GetObject and HeadObject: whole or one range, with If-Match and If-None-Match. */
export async function readObject(
  objects: Objects,
  req: S3Request,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  const record = findObject(objects, req.bucket, req.key, req.query.get("versionId") ?? undefined);
  const range = parseRange(req.header("range"), record.size);
  const headers = {
    "x-amz-request-id": requestId,
    ...objectHeaders(record, req.header("x-amz-checksum-mode") === "ENABLED" && !range),
  };
  const match = req.header("if-match");
  if (match && match !== "*" && !etags(match).includes(record.etag)) throw preconditionFailed();
  const noneMatch = req.header("if-none-match");
  if (noneMatch && (noneMatch === "*" || etags(noneMatch).includes(record.etag))) {
    res.writeHead(304, headers).end();
    return;
  }
  const [start, end] = range ?? [0, record.size - 1];
  res.writeHead(range ? 206 : 200, {
    ...headers,
    "content-length": end - start + 1,
    ...(range ? { "content-range": `bytes ${start}-${end}/${record.size}` } : {}),
  });
  if (req.method === "HEAD" || record.size === 0) {
    res.end();
    return;
  }
  try {
    await pipeline(createReadStream(join(objects.dataDir, record.file), { start, end }), res);
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE";
    if (!gone) throw error;
  }
}

/** The record of an object that can be read. Throws `NoSuchBucket`, `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed`. */
export function findObject(
  objects: Objects,
  bucket: string,
  key: string,
  versionId?: string,
): VersionRecord {
  objects.requireBucket(bucket);
  const record = objects.record(bucket, key, versionId);
  if (record && !record.deleteMarker) return record;
  if (record && versionId !== undefined) {
    const message = "The specified method is not allowed against this resource.";
    throw new AwsError("MethodNotAllowed", message, 405, { Key: key });
  }
  if (versionId !== undefined) {
    throw new AwsError("NoSuchVersion", "The specified version does not exist.", 404, { Key: key });
  }
  throw new AwsError("NoSuchKey", "The specified key does not exist.", 404, { Key: key });
}

/** The answer when a condition of the request does not hold. */
export const preconditionFailed = () =>
  new AwsError(
    "PreconditionFailed",
    "At least one of the pre-conditions you specified did not hold",
    412,
  );

const etags = (header: string) =>
  header.split(",").map((one) => one.trim().replace(/^W\//, "").replace(/^"|"$/g, ""));

/** First and last byte; undefined for the whole object, also when the header is not understood. */
function parseRange(header: string | undefined, size: number): [number, number] | undefined {
  const match = header?.match(/^bytes=(\d*)-(\d*)$/);
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  const suffix = match[1] === "";
  const start = suffix ? Math.max(0, size - Number(match[2])) : Number(match[1]);
  const end = suffix || match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (start > end || start >= size) {
    throw new AwsError("InvalidRange", "The requested range is not satisfiable", 416);
  }
  return [start, end];
}
