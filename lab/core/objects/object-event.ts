import type { AwsEvent } from "../contracts.ts";
import type { VersionRecord } from "./records.ts";

/** S3's EventBridge event for a new version. The lab sends it for every bucket, as if each were configured to. */
export function objectCreated(record: VersionRecord): AwsEvent {
  return event("Object Created", record, {
    size: record.size,
    etag: record.etag,
    reason: "PutObject",
  });
}

/** S3's EventBridge event for a deletion or a delete marker. */
export function objectDeleted(record: VersionRecord): AwsEvent {
  const event_ = event("Object Deleted", record, {});
  event_.detail.reason = "DeleteObject";
  event_.detail["deletion-type"] = record.deleteMarker
    ? "Delete Marker Created"
    : "Permanently Deleted";
  return event_;
}

function event(type: string, record: VersionRecord, extra: Record<string, unknown>): AwsEvent {
  const { reason, ...object } = extra;
  return {
    source: "aws.s3",
    "detail-type": type,
    resources: [`arn:aws:s3:::${record.bucket}`],
    detail: {
      version: "0",
      bucket: { name: record.bucket },
      object: {
        key: record.key,
        ...object,
        ...(record.versionId === "null" ? {} : { "version-id": record.versionId }),
        sequencer: record.lastModified.getTime().toString(16).toUpperCase().padStart(18, "0"),
      },
      "request-id": crypto.randomUUID().slice(0, 16).toUpperCase(),
      requester: "000000000000",
      "source-ip-address": "127.0.0.1",
      ...(reason ? { reason } : {}),
    },
  };
}
