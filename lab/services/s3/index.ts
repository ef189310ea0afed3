/** S3: buckets, versions, ranges, multipart uploads; path style and virtual-host style. */
import type { ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import type { Objects } from "../../core/objects/objects.ts";
import { objectRecords } from "../../core/objects/records.ts";
import { answerXml } from "./answer-xml.ts";
import { createBuckets } from "./buckets.ts";
import { deleteObject, deleteObjects } from "./delete-objects.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./list-objects.ts";
import { createMultipart } from "./multipart.ts";
import { readObject } from "./read-object.ts";
import { parseS3Request, type S3Request, s3Operation } from "./request.ts";
import { copyObject, putObject } from "./write-object.ts";

type Answer = (req: S3Request, res: ServerResponse, requestId: string) => Promise<void>;

export default function createS3(lab: Lab): Service {
  const objects = lab.objects as Objects;
  const records = objectRecords(lab.store);
  const listing =
    (root: string, list: (req: S3Request) => Record<string, unknown>): Answer =>
    async (req, res, requestId) => {
      objects.requireBucket(req.bucket);
      answerXml(res, root, list(req), requestId);
    };
  const answers: Record<string, Answer> = {
    ...createBuckets(lab, objects),
    ...createMultipart(lab, objects),
    ListObjects: listing("ListBucketResult", (req) => listObjects(records, req)),
    ListObjectsV2: listing("ListBucketResult", (req) => listObjectsV2(records, req)),
    ListObjectVersions: listing("ListVersionsResult", (req) => listObjectVersions(records, req)),
    GetObject: (req, res, id) => readObject(objects, req, res, id),
    HeadObject: (req, res, id) => readObject(objects, req, res, id),
    PutObject: (req, res, id) => putObject(objects, req, res, id),
    CopyObject: (req, res, id) => copyObject(objects, req, res, id),
    DeleteObject: (req, res, id) => deleteObject(objects, req, res, id),
    DeleteObjects: (req, res, id) => deleteObjects(objects, req, res, id),
  };

  return {
    name: "s3",
    protocol: "rest-xml",
    operationOf(raw) {
      try {
        return s3Operation(parseS3Request(raw));
      } catch {
        return "Unknown";
      }
    },
    async handle(raw, res, call) {
      const req = parseS3Request(raw);
      const operation = s3Operation(req);
      const answer = Object.hasOwn(answers, operation) ? answers[operation] : undefined;
      if (!answer) {
        throw new AwsError("NotImplemented", `The lab does not implement S3 ${operation}.`, 501);
      }
      try {
        await answer(req, res, call.requestId);
      } catch (error) {
        // The client went away while it sent: nobody is left to answer.
        if ((error as NodeJS.ErrnoException).code === "ECONNRESET" && raw.destroyed) return;
        throw error;
      }
    },
  };
}
