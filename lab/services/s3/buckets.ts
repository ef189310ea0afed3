import type { ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab } from "../../core/contracts.ts";
import type { Objects } from "../../core/objects/objects.ts";
import { objectRecords } from "../../core/objects/records.ts";
import { answerEmpty, answerXml } from "./answer-xml.ts";
import type { S3Request } from "./request.ts";
import { readXml } from "./xml-body.ts";

type Answer = (req: S3Request, res: ServerResponse, requestId: string) => Promise<void>;

/** The operations on buckets themselves. */
export function createBuckets(lab: Lab, objects: Objects): Record<string, Answer> {
  const { buckets, versions } = objectRecords(lab.store);
  return {
    async ListBuckets(_req, res, requestId) {
      const Bucket = buckets
        .list()
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((bucket) => ({ Name: bucket.name, CreationDate: bucket.createdAt }));
      const value = { Buckets: { Bucket }, Owner: { ID: "lab", DisplayName: "lab" } };
      answerXml(res, "ListAllMyBucketsResult", value, requestId);
    },

    async CreateBucket(req, res, requestId) {
      if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(req.bucket)) {
        throw new AwsError("InvalidBucketName", "The specified bucket is not valid.");
      }
      objects.ensureBucket(req.bucket);
      answerEmpty(res, 200, { location: `/${req.bucket}` }, requestId);
    },

    async HeadBucket(req, res, requestId) {
      objects.requireBucket(req.bucket);
      answerEmpty(res, 200, { "x-amz-bucket-region": lab.region }, requestId);
    },

    async DeleteBucket(req, res, requestId) {
      objects.requireBucket(req.bucket);
      if (versions.list(`${req.bucket}/`).length > 0) {
        const message = "The bucket you tried to delete is not empty";
        throw new AwsError("BucketNotEmpty", message, 409);
      }
      buckets.delete(req.bucket);
      answerEmpty(res, 204, {}, requestId);
    },

    async GetBucketLocation(req, res, requestId) {
      objects.requireBucket(req.bucket);
      // us-east-1 is told by an empty element.
      answerXml(res, "LocationConstraint", {}, requestId);
    },

    async GetBucketVersioning(req, res, requestId) {
      const { versioning } = objects.requireBucket(req.bucket);
      const value = versioning ? { Status: versioning } : {};
      answerXml(res, "VersioningConfiguration", value, requestId);
    },

    async PutBucketVersioning(req, res, requestId) {
      const bucket = objects.requireBucket(req.bucket);
      const { Status } = await readXml(req, "VersioningConfiguration");
      if (Status !== "Enabled" && Status !== "Suspended") {
        throw new AwsError("MalformedXML", "Status must be Enabled or Suspended.");
      }
      buckets.put(req.bucket, { ...bucket, versioning: Status });
      answerEmpty(res, 200, {}, requestId);
    },
  };
}
