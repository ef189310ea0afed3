import { AwsError } from "../../core/aws-error.ts";
import type { ObjectRecords, VersionRecord } from "../../core/objects/records.ts";
import type { S3Request } from "./request.ts";

interface Page {
  items: VersionRecord[];
  prefixes: string[];
  /** The last key or prefix of this page when more follows. */
  next?: string;
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** ListObjects (version 1). */
export function listObjects(records: ObjectRecords, req: S3Request): Record<string, unknown> {
  const marker = req.query.get("marker") ?? "";
  const page = pageOf(live(records, req), req, marker);
  const name = nameEncoder(req);
  return {
    ...envelope(req, page),
    Marker: name(marker),
    ...(page.next && req.query.get("delimiter") ? { NextMarker: name(page.next) } : {}),
    Contents: page.items.map((item) => ({
      ...contents(item, name),
      Owner: { ID: "lab", DisplayName: "lab" },
    })),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
  };
}

/** ListObjectsV2; the continuation token is the last key in base64. */
export function listObjectsV2(records: ObjectRecords, req: S3Request): Record<string, unknown> {
  const token = req.query.get("continuation-token");
  const startAfter = req.query.get("start-after") ?? "";
  const after = token === null ? startAfter : Buffer.from(token, "base64url").toString("utf8");
  const page = pageOf(live(records, req), req, after);
  const name = nameEncoder(req);
  return {
    ...envelope(req, page),
    KeyCount: page.items.length + page.prefixes.length,
    ...(token === null ? {} : { ContinuationToken: token }),
    ...(startAfter ? { StartAfter: name(startAfter) } : {}),
    ...(page.next ? { NextContinuationToken: Buffer.from(page.next).toString("base64url") } : {}),
    Contents: page.items.map((item) => contents(item, name)),
    CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: name(prefix) })),
  };
}

/** ListObjectVersions: newest first within a key. Pages end between keys. */
export function listObjectVersions(
  records: ObjectRecords,
  req: S3Request,
): Record<string, unknown> {
  const prefix = req.query.get("prefix") ?? "";
  const all = records.versions.list(records.keyId(req.bucket, prefix));
  const keys = new Map<string, VersionRecord[]>();
  for (const record of all) {
    const versions = keys.get(record.key);
    if (versions) versions.unshift(record);
    else keys.set(record.key, [record]);
  }
  const heads = [...keys.values()].map((versions) => versions[0] as VersionRecord);
  const page = pageOf(heads, req, req.query.get("key-marker") ?? "");
  const name = nameEncoder(req);
  const versions = page.items.flatMap((head) => keys.get(head.key) ?? []);
  const describe = (record: VersionRecord) => ({
    ...(record.deleteMarker
      ? { Key: name(record.key), LastModified: record.lastModified }
      : contents(record, name)),
    VersionId: record.versionId,
    IsLatest: keys.get(record.key)?.[0] === record,
    Owner: { ID: "lab", DisplayName: "lab" },
  });
  return {
    ...envelope(req, page),
    KeyMarker: name(req.query.get("key-marker") ?? ""),
    ...(page.next ? { NextKeyMarker: name(page.next) } : {}),
    Version: versions.filter((record) => !record.deleteMarker).map(describe),
    DeleteMarker: versions.filter((record) => record.deleteMarker).map(describe),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: name(common) })),
  };
}

const live = (records: ObjectRecords, req: S3Request) =>
  records.current
    .list(records.keyId(req.bucket, req.query.get("prefix") ?? ""))
    .filter((record) => !record.deleteMarker);

function pageOf(found: VersionRecord[], req: S3Request, after: string): Page {
  const prefix = req.query.get("prefix") ?? "";
  const delimiter = req.query.get("delimiter") ?? "";
  const most = maxKeys(req);
  const page: Page = { items: [], prefixes: [] };
  let last = "";
  for (const record of found.sort((a, b) => byBytes(a.key, b.key))) {
    const cut = delimiter === "" ? -1 : record.key.indexOf(delimiter, prefix.length);
    const name = cut < 0 ? record.key : record.key.slice(0, cut + delimiter.length);
    if (after !== "" && byBytes(name, after) <= 0) continue;
    if (cut >= 0 && page.prefixes.at(-1) === name) continue;
    if (page.items.length + page.prefixes.length >= most) {
      if (last !== "") page.next = last;
      break;
    }
    if (cut >= 0) page.prefixes.push(name);
    else page.items.push(record);
    last = name;
  }
  return page;
}

function maxKeys(req: S3Request): number {
  const text = req.query.get("max-keys") ?? "1000";
  if (!/^\d{1,9}$/.test(text)) {
    throw new AwsError(
      "InvalidArgument",
      "Provided max-keys not an integer or within integer range",
    );
  }
  return Math.min(Number(text), 1_000);
}

function envelope(req: S3Request, page: Page): Record<string, unknown> {
  const name = nameEncoder(req);
  const delimiter = req.query.get("delimiter");
  return {
    Name: req.bucket,
    Prefix: name(req.query.get("prefix") ?? ""),
    ...(delimiter ? { Delimiter: name(delimiter) } : {}),
    MaxKeys: maxKeys(req),
    ...(req.query.get("encoding-type") === "url" ? { EncodingType: "url" } : {}),
    IsTruncated: page.next !== undefined,
  };
}

const contents = (record: VersionRecord, name: (key: string) => string) => ({
  Key: name(record.key),
  LastModified: record.lastModified,
  ETag: `"${record.etag}"`,
  Size: record.size,
  StorageClass: "STANDARD",
});

/** XML cannot carry every key, so clients ask for them URL-encoded. */
function nameEncoder(req: S3Request): (key: string) => string {
  if (req.query.get("encoding-type") !== "url") return (key) => key;
  return (key) => encodeURIComponent(key).replaceAll("%2F", "/");
}
