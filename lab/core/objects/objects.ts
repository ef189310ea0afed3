import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../aws-error.ts";
import type { AwsEvent, ObjectStore, Store } from "../contracts.ts";
import { objectCreated, objectDeleted } from "./object-event.ts";
import { type BucketRecord, objectRecords, toStoredObject, type VersionRecord } from "./records.ts";
import { type Body, type WrittenFile, writeFileDurably } from "./write-file.ts";

export interface PutOptions {
  metadata?: Record<string, string>;
  contentType?: string;
  headers?: Record<string, string>;
  checksums?: Record<string, string>;
  /** Overrides the MD5, for multipart uploads. */
  etag?: string;
}

/** The object store with all that the S3 service needs beyond `ObjectStore`. */
export interface Objects extends ObjectStore {
  dataDir: string;
  /** Throws `NoSuchBucket`. */
  requireBucket(bucket: string): BucketRecord;
  /** Where an upload lies until it becomes an object. */
  newFile(): string;
  /** Makes an object of a file that `writeFileDurably` wrote at `newFile()`. */
  adopt(bucket: string, key: string, file: WrittenFile, options: PutOptions): VersionRecord;
  /** The newest version (delete markers too) or a given one. */
  record(bucket: string, key: string, versionId?: string): VersionRecord | undefined;
  /** Deletes as S3 does: a marker in versioned buckets, for good with a version or in other buckets. */
  remove(bucket: string, key: string, versionId?: string): VersionRecord | undefined;
}

/** Objects as files in `${stateDir}/s3/data`, known by records in the store. */
export function createObjects(
  store: Store,
  stateDir: string,
  emit: (event: AwsEvent) => void,
): Objects {
  const dataDir = join(stateDir, "s3", "data");
  const records = objectRecords(store);
  mkdirSync(dataDir, { recursive: true });
  dropOrphans(dataDir, new Set(records.versions.list().map((record) => record.file)));

  const requireBucket = (name: string) => {
    const bucket = records.buckets.get(name);
    if (bucket) return bucket;
    throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404, {
      BucketName: name,
    });
  };
  const write = (record: VersionRecord) => {
    const id = records.keyId(record.bucket, record.key);
    const versionId = records.versionId(record.bucket, record.key, record.versionId);
    const replaced = records.versions.get(versionId);
    store.transaction(() => {
      records.versions.delete(versionId);
      records.versions.put(versionId, record);
      records.current.put(id, record);
    });
    if (replaced?.file) rmSync(join(dataDir, replaced.file), { force: true });
  };
  const newVersionId = (bucket: string) =>
    requireBucket(bucket).versioning === "Enabled"
      ? randomBytes(24).toString("base64url").replace(/[-_]/g, ".")
      : "null";

  const objects: Objects = {
    dataDir,
    requireBucket,
    newFile: () => join(dataDir, randomBytes(16).toString("hex")),

    ensureBucket(name, options = {}) {
      if (records.buckets.get(name)) return;
      records.buckets.put(name, {
        name,
        createdAt: new Date(),
        ...(options.versioned ? { versioning: "Enabled" as const } : {}),
      });
    },

    async put(bucket, key, body, options = {}) {
      requireBucket(bucket);
      const file = await writeFileDurably(objects.newFile(), body as Body);
      return toStoredObject(objects.adopt(bucket, key, file, options), dataDir);
    },

    adopt(bucket, key, file, options) {
      checkKey(key);
      const record: VersionRecord = {
        bucket,
        key,
        versionId: newVersionId(bucket),
        file: file.path.slice(dataDir.length + 1),
        etag: options.etag ?? file.md5,
        size: file.size,
        ...(options.contentType ? { contentType: options.contentType } : {}),
        ...(options.headers ? { headers: options.headers } : {}),
        ...(options.checksums ? { checksums: options.checksums } : {}),
        metadata: options.metadata ?? {},
        lastModified: new Date(),
      };
      write(record);
      emit(objectCreated(record));
      return record;
    },

    head(bucket, key, versionId) {
      const record = objects.record(bucket, key, versionId);
      return record && !record.deleteMarker ? toStoredObject(record, dataDir) : undefined;
    },

    record: (bucket, key, versionId) =>
      versionId === undefined
        ? records.current.get(records.keyId(bucket, key))
        : records.versions.get(records.versionId(bucket, key, versionId)),

    remove(bucket, key, versionId) {
      const { versioning } = requireBucket(bucket);
      if (versionId === undefined && versioning !== undefined) {
        const marker: VersionRecord = {
          bucket,
          key,
          versionId: newVersionId(bucket),
          file: "",
          etag: "",
          size: 0,
          metadata: {},
          lastModified: new Date(),
          deleteMarker: true,
        };
        write(marker);
        emit(objectDeleted(marker));
        return marker;
      }
      const id = records.versionId(bucket, key, versionId ?? "null");
      const gone = records.versions.get(id);
      if (!gone) return undefined;
      store.transaction(() => {
        records.versions.delete(id);
        const left = records.versions.list(`${records.keyId(bucket, key)}?`).at(-1);
        if (left) records.current.put(records.keyId(bucket, key), left);
        else records.current.delete(records.keyId(bucket, key));
      });
      if (gone.file) rmSync(join(dataDir, gone.file), { force: true });
      emit(objectDeleted(gone));
      return gone;
    },
  };
  return objects;
}

/** Keys are never paths on disk, so any text will do that S3 itself would take. */
function checkKey(key: string): void {
  if (key === "" || Buffer.byteLength(key) > 1024) {
    throw new AwsError("KeyTooLongError", "A key has 1 to 1024 bytes.");
  }
  if (key.includes("\0") || !key.isWellFormed()) {
    throw new AwsError("InvalidArgument", "The key is not valid UTF-8 text without NUL.");
  }
}

/** Files whose record never came: the lab was killed between the two. */
export function dropOrphans(dataDir: string, known: Set<string>): void {
  for (const name of readdirSync(dataDir)) {
    if (!known.has(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
