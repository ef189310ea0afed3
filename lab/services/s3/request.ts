import type { IncomingMessage } from "node:http";
import { AwsError } from "../../core/aws-error.ts";

/** An S3 request taken apart; bucket and key are empty when the path has none. */
export interface S3Request {
  method: string;
  bucket: string;
  key: string;
  query: URLSearchParams;
  header(name: string): string | undefined;
  raw: IncomingMessage;
}

/** Takes the URL apart by hand: a URL parser would resolve `..`, which in a key is only text. */
export function parseS3Request(raw: IncomingMessage): S3Request {
  const url = raw.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const header = (name: string) => {
    const value = raw.headers[name];
    return Array.isArray(value) ? value.join(",") : value;
  };
  const host = (header("host") ?? "").replace(/:\d+$/, "");
  const hosted = host.match(/^(.+?)\.(?:localhost|s3[.-].*|s3|127\.0\.0\.1(?:\..*)?)$/)?.[1];
  const full = hosted && hosted !== "s3" ? `/${hosted}${path}` : path;
  const [bucket = "", ...rest] = full.slice(1).split("/");
  return {
    method: raw.method ?? "GET",
    bucket: decode(bucket),
    key: decode(rest.join("/")),
    query: new URLSearchParams(mark < 0 ? "" : url.slice(mark + 1)),
    header,
    raw,
  };
}

/** Names that are also operations of buckets or objects that the lab does not have. */
const BUCKET_PARTS: Record<string, string> = {
  location: "BucketLocation",
  versioning: "BucketVersioning",
  uploads: "MultipartUploads",
  versions: "ObjectVersions",
};
const OTHER_PARTS = [
  "acl",
  "cors",
  "encryption",
  "lifecycle",
  "logging",
  "notification",
  "object-lock",
  "policy",
  "replication",
  "tagging",
  "website",
  "accelerate",
  "analytics",
  "inventory",
  "metrics",
  "ownershipControls",
  "policyStatus",
  "publicAccessBlock",
  "requestPayment",
  "legal-hold",
  "retention",
  "torrent",
  "attributes",
  "select",
  "restore",
];

/** The operation's name in the S3 model, e.g. `ListObjectsV2`. */
export function s3Operation(req: S3Request): string {
  const { method, query } = req;
  const other = OTHER_PARTS.find((part) => query.has(part));
  if (other) {
    const name = other.replace(/(^|-)(.)/g, (_all, _dash, letter: string) => letter.toUpperCase());
    return `${verb(method)}${req.key ? "Object" : "Bucket"}${name}`;
  }
  if (!req.bucket) return method === "GET" ? "ListBuckets" : `${verb(method)}Service`;
  return req.key ? objectOperation(req) : bucketOperation(method, query);
}

function bucketOperation(method: string, query: URLSearchParams): string {
  const part = Object.keys(BUCKET_PARTS).find((name) => query.has(name));
  if (method === "POST") return query.has("delete") ? "DeleteObjects" : "PostObject";
  if (part === "uploads" || part === "versions") return `List${BUCKET_PARTS[part]}`;
  if (part) return `${verb(method)}${BUCKET_PARTS[part]}`;
  if (method === "GET") return query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
  return `${method === "PUT" ? "Create" : verb(method)}Bucket`;
}

function objectOperation(req: S3Request): string {
  const { method, query } = req;
  if (method === "POST" && query.has("uploads")) return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    if (method === "PUT") return req.header("x-amz-copy-source") ? "UploadPartCopy" : "UploadPart";
    if (method === "POST") return "CompleteMultipartUpload";
    return method === "DELETE" ? "AbortMultipartUpload" : "ListParts";
  }
  if (method === "PUT" && req.header("x-amz-copy-source")) return "CopyObject";
  return `${verb(method)}Object`;
}

const verb = (method: string) => method.charAt(0) + method.slice(1).toLowerCase();

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError("InvalidURI", "Couldn't parse the specified URI.");
  }
}
