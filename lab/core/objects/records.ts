import { join } from "node:path";
import type { Collection, Store, StoredObject } from "../contracts.ts";

export interface BucketRecord {
  name: string;
  createdAt: Date;
  versioning?: "Enabled" | "Suspended";
}

/** One version of a key; `file` is its name below the data folder. */
export interface VersionRecord {
  bucket: string;
  key: string;
  versionId: string;
  file: string;
  etag: string;
  size: number;
  contentType?: string;
  /** Other headers that a client set and gets back, e.g. `cache-control`. */
  headers?: Record<string, string>;
  metadata: Record<string, string>;
  lastModified: Date;
  /** As the client declared them and we verified them, e.g. `{crc32: "AAAAAA=="}`. */
  checksums?: Record<string, string>;
  deleteMarker?: boolean;
}

export interface ObjectRecords {
  buckets: Collection<BucketRecord>;
  /** The newest version of each key, delete markers too. */
  current: Collection<VersionRecord>;
  versions: Collection<VersionRecord>;
  keyId(bucket: string, key: string): string;
  versionId(bucket: string, key: string, version: string): string;
}

/** Where the store keeps what the object store knows. */
export function objectRecords(store: Store): ObjectRecords {
  const keyId = (bucket: string, key: string) => `${bucket}/${encodeURIComponent(key)}`;
  return {
    buckets: store.collection("s3.buckets"),
    current: store.collection("s3.current"),
    versions: store.collection("s3.versions"),
    keyId,
    versionId: (bucket, key, version) => `${keyId(bucket, key)}?${version}`,
  };
}

/** What other services see of a version. */
export function toStoredObject(record: VersionRecord, dataDir: string): StoredObject {
  return {
    bucket: record.bucket,
    key: record.key,
    versionId: record.versionId,
    etag: record.etag,
    size: record.size,
    path: join(dataDir, record.file),
    ...(record.contentType ? { contentType: record.contentType } : {}),
    metadata: record.metadata,
    lastModified: record.lastModified,
  };
}
