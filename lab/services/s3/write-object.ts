import { rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Objects } from "../../core/objects/objects.ts";
import { type WrittenFile, writeFileDurably } from "../../core/objects/write-file.ts";
import { answerEmpty, answerXml } from "./answer-xml.ts";
import { arrivingBody } from "./body.ts";
import { putOptions, versionHeader } from "./headers.ts";
import { findObject, preconditionFailed } from "./read-object.ts";
import type { S3Request } from "./request.ts";

/** PutObject: the answer comes when bytes and record are on disk. */
export async function putObject(
  objects: Objects,
  req: S3Request,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  objects.requireBucket(req.bucket);
  const options = putOptions(req);
  const { file, checksums } = await receive(req, objects.newFile());
  try {
    checkConditions(objects, req);
    const record = objects.adopt(req.bucket, req.key, file, { ...options, checksums });
    answerEmpty(
      res,
      200,
      { etag: `"${record.etag}"`, ...versionHeader(record), ...checksumHeaders(checksums) },
      requestId,
    );
  } catch (error) {
    if (error instanceof AwsError) await rm(file.path, { force: true });
    throw error;
  }
}

/** Writes an arriving body to a file and verifies it; a body that does not verify leaves nothing. */
export async function receive(
  req: S3Request,
  path: string,
): Promise<{ file: WrittenFile; checksums: Record<string, string> }> {
  const body = arrivingBody(req);
  const file = await writeFileDurably(path, body.chunks);
  try {
    return { file, checksums: body.verify(file.md5, file.size) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** The checksums that were verified, for the answer. */
export const checksumHeaders = (checksums: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(checksums).map(([name, sum]) => [`x-amz-checksum-${name}`, sum]),
  );

/** CopyObject within the lab. */
export async function copyObject(
  objects: Objects,
  req: S3Request,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  objects.requireBucket(req.bucket);
  const source = parseCopySource(req.header("x-amz-copy-source") ?? "");
  const from = findObject(objects, source.bucket, source.key, source.versionId);
  const replace = req.header("x-amz-metadata-directive") === "REPLACE";
  const path = join(objects.dataDir, from.file);
  const file = await writeFileDurably(objects.newFile(), { file: path });
  const record = objects.adopt(req.bucket, req.key, file, {
    ...(replace
      ? putOptions(req)
      : {
          metadata: from.metadata,
          ...(from.contentType ? { contentType: from.contentType } : {}),
          ...(from.headers ? { headers: from.headers } : {}),
        }),
    ...(from.checksums ? { checksums: from.checksums } : {}),
  });
  for (const [name, value] of Object.entries(versionHeader(record))) res.setHeader(name, value);
  const value = { ETag: `"${record.etag}"`, LastModified: record.lastModified };
  answerXml(res, "CopyObjectResult", value, requestId);
}

function parseCopySource(header: string): { bucket: string; key: string; versionId?: string } {
  const [path = "", query = ""] = header.split("?", 2);
  const match = path.replace(/^\//, "").match(/^([^/]+)\/(.+)$/s);
  const versionId = new URLSearchParams(query).get("versionId");
  try {
    if (match) {
      return {
        bucket: match[1] as string,
        key: decodeURIComponent(match[2] as string),
        ...(versionId ? { versionId } : {}),
      };
    }
  } catch {
    // Answered below: a bad escape is a bad source.
  }
  throw new AwsError("InvalidArgument", "Copy Source must mention the source bucket and key.");
}

function checkConditions(objects: Objects, req: S3Request): void {
  const current = objects.head(req.bucket, req.key);
  if (req.header("if-none-match") === "*" && current) throw preconditionFailed();
  const match = req.header("if-match")?.replaceAll('"', "");
  if (match !== undefined && current?.etag !== match) throw preconditionFailed();
}
