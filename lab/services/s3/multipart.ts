import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import { dropOrphans, type Objects, type PutOptions } from "../../core/objects/objects.ts";
import { writeFileDurably } from "../../core/objects/write-file.ts";
import { answerEmpty, answerXml } from "./answer-xml.ts";
import { putOptions, versionHeader } from "./headers.ts";
import type { S3Request } from "./request.ts";
import { checksumHeaders, receive } from "./write-object.ts";
import { readXml } from "./xml-body.ts";

interface Upload {
  id: string;
  bucket: string;
  key: string;
  options: PutOptions;
  initiatedAt: Date;
}

interface Part {
  number: number;
  file: string;
  size: number;
  md5: string;
  at: Date;
}

type Answer = (req: S3Request, res: ServerResponse, requestId: string) => Promise<void>;

/** All parts but the last have at least this size in S3. */
const SMALLEST_PART = 5 * 1024 * 1024;

/** Multipart uploads; parts survive a restart. */
export function createMultipart(lab: Lab, objects: Objects): Record<string, Answer> {
  const uploads = lab.store.collection<Upload>("s3.uploads");
  const parts = lab.store.collection<Part>("s3.parts");
  const folder = join(lab.stateDir, "s3", "parts");
  mkdirSync(folder, { recursive: true });
  dropOrphans(folder, new Set(parts.list().map((part) => part.file)));

  const find = (req: S3Request): Upload => {
    const upload = uploads.get(req.query.get("uploadId") ?? "");
    if (upload && upload.bucket === req.bucket && upload.key === req.key) return upload;
    const message =
      "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
    throw new AwsError("NoSuchUpload", message, 404);
  };
  const forget = (upload: Upload) => {
    const files = parts.list(`${upload.id}/`);
    lab.store.transaction(() => {
      uploads.delete(upload.id);
      for (const part of files) parts.delete(partId(upload, part.number));
    });
    for (const part of files) rmSync(join(folder, part.file), { force: true });
  };

  return {
    async CreateMultipartUpload(req, res, requestId) {
      objects.requireBucket(req.bucket);
      const id = randomBytes(32).toString("base64url");
      const upload = {
        id,
        bucket: req.bucket,
        key: req.key,
        options: putOptions(req),
        initiatedAt: new Date(),
      };
      uploads.put(id, upload);
      const value = { Bucket: req.bucket, Key: req.key, UploadId: id };
      answerXml(res, "InitiateMultipartUploadResult", value, requestId);
    },

    async UploadPart(req, res, requestId) {
      const upload = find(req);
      const number = Number(req.query.get("partNumber"));
      if (!Number.isInteger(number) || number < 1 || number > 10_000) {
        const message = "Part number must be an integer between 1 and 10000, inclusive";
        throw new AwsError("InvalidArgument", message);
      }
      const name = randomBytes(16).toString("hex");
      const { file, checksums } = await receive(req, join(folder, name));
      const replaced = parts.get(partId(upload, number));
      const { size, md5 } = file;
      parts.put(partId(upload, number), { number, file: name, size, md5, at: new Date() });
      if (replaced) await rm(join(folder, replaced.file), { force: true });
      answerEmpty(res, 200, { etag: `"${md5}"`, ...checksumHeaders(checksums) }, requestId);
    },

    async CompleteMultipartUpload(req, res, requestId) {
      const upload = find(req);
      const body = await readXml(req, "CompleteMultipartUpload");
      const chosen = chooseParts(body, (number) => parts.get(partId(upload, number)));
      const file = await writeFileDurably(objects.newFile(), joined(chosen, folder));
      const sums = Buffer.concat(chosen.map((part) => Buffer.from(part.md5, "hex")));
      const etag = `${createHash("md5").update(sums).digest("hex")}-${chosen.length}`;
      const record = objects.adopt(upload.bucket, upload.key, file, { ...upload.options, etag });
      forget(upload);
      for (const [name, value] of Object.entries(versionHeader(record))) res.setHeader(name, value);
      const value = {
        Location: `${lab.endpoint}/${record.bucket}/${encodeURIComponent(record.key)}`,
        Bucket: record.bucket,
        Key: record.key,
        ETag: `"${etag}"`,
      };
      answerXml(res, "CompleteMultipartUploadResult", value, requestId);
    },

    async AbortMultipartUpload(req, res, requestId) {
      forget(find(req));
      answerEmpty(res, 204, {}, requestId);
    },

    async ListParts(req, res, requestId) {
      const upload = find(req);
      const found = parts.list(`${upload.id}/`).sort((a, b) => a.number - b.number);
      const value = {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.id,
        MaxParts: 10_000,
        IsTruncated: false,
        StorageClass: "STANDARD",
        Part: found.map((part) => ({
          PartNumber: part.number,
          LastModified: part.at,
          ETag: `"${part.md5}"`,
          Size: part.size,
        })),
      };
      answerXml(res, "ListPartsResult", value, requestId);
    },

    async ListMultipartUploads(req, res, requestId) {
      objects.requireBucket(req.bucket);
      const found = uploads.list().filter((upload) => upload.bucket === req.bucket);
      const value = {
        Bucket: req.bucket,
        MaxUploads: 1_000,
        IsTruncated: false,
        Upload: found.map((upload) => ({
          Key: upload.key,
          UploadId: upload.id,
          Initiated: upload.initiatedAt,
          StorageClass: "STANDARD",
        })),
      };
      answerXml(res, "ListMultipartUploadsResult", value, requestId);
    },
  };
}

const partId = (upload: Upload, number: number) => `${upload.id}/${number}`;

function chooseParts(
  body: Record<string, unknown>,
  get: (number: number) => Part | undefined,
): Part[] {
  const listed = (body.Part ?? []) as { PartNumber?: string; ETag?: string }[];
  if (listed.length === 0) {
    throw new AwsError("MalformedXML", "You must specify at least one part");
  }
  let before = 0;
  const chosen = listed.map((wanted) => {
    const number = Number(wanted.PartNumber);
    if (!(number > before)) {
      const message = "The list of parts was not in ascending order.";
      throw new AwsError("InvalidPartOrder", message);
    }
    before = number;
    const part = get(number);
    if (!part || part.md5 !== String(wanted.ETag).replace(/"|&quot;/g, "")) {
      const message = "One or more of the specified parts could not be found or did not match.";
      throw new AwsError("InvalidPart", message);
    }
    return part;
  });
  if (chosen.slice(0, -1).some((part) => part.size < SMALLEST_PART)) {
    const message = "Your proposed upload is smaller than the minimum allowed size";
    throw new AwsError("EntityTooSmall", message);
  }
  return chosen;
}

async function* joined(parts: Part[], folder: string): AsyncIterable<Buffer> {
  for (const part of parts) yield* createReadStream(join(folder, part.file));
}
