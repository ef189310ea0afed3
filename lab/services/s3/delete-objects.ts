import type { ServerResponse } from "node:http";
import { AwsError } from "../../core/aws-error.ts";
import type { Objects } from "../../core/objects/objects.ts";
import type { VersionRecord } from "../../core/objects/records.ts";
import { answerEmpty, answerXml } from "./answer-xml.ts";
import { versionHeader } from "./headers.ts";
import type { S3Request } from "./request.ts";
import { readXml } from "./xml-body.ts";

/** DeleteObject; a key that does not exist is a success, as in S3. */
export async function deleteObject(
  objects: Objects,
  req: S3Request,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  const gone = objects.remove(req.bucket, req.key, req.query.get("versionId") ?? undefined);
  const headers: Record<string, string> = {
    ...(gone ? versionHeader(gone) : {}),
    ...(gone?.deleteMarker ? { "x-amz-delete-marker": "true" } : {}),
  };
  answerEmpty(res, 204, headers, requestId);
}

/** DeleteObjects: up to 1000 keys in one request. */
export async function deleteObjects(
  objects: Objects,
  req: S3Request,
  res: ServerResponse,
  requestId: string,
): Promise<void> {
  objects.requireBucket(req.bucket);
  const body = await readXml(req, "Delete");
  const wanted = (body.Object ?? []) as { Key?: string; VersionId?: string }[];
  if (wanted.length === 0 || wanted.length > 1_000 || wanted.some((one) => !one.Key)) {
    throw new AwsError("MalformedXML", "The request must name 1 to 1000 objects.");
  }
  const Deleted = wanted.map(({ Key = "", VersionId }) =>
    described(Key, VersionId, objects.remove(req.bucket, Key, VersionId)),
  );
  answerXml(res, "DeleteResult", body.Quiet === "true" ? {} : { Deleted }, requestId);
}

function described(key: string, versionId: string | undefined, gone: VersionRecord | undefined) {
  return {
    Key: key,
    ...(versionId ? { VersionId: versionId } : {}),
    ...(gone?.deleteMarker ? { DeleteMarker: true, DeleteMarkerVersionId: gone.versionId } : {}),
  };
}
