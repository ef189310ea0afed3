import { AwsError } from "../../../core/aws-error.ts";
import type { RevisionLocation } from "../model.ts";

/** A revision as a client gives it. Throws what CodeDeploy throws for what it (or the lab) cannot deploy. */
export function readRevision(value: unknown): RevisionLocation {
  if (typeof value !== "object" || value === null) {
    throw new AwsError("RevisionRequiredException", "A revision must be given.");
  }
  const { revisionType, s3Location: at } = value as Partial<RevisionLocation>;
  if (revisionType !== "S3") {
    throw invalid(`The lab deploys revisions of the type S3, not ${String(revisionType)}.`);
  }
  if (!at?.bucket || !at.key) throw invalid("The S3 location needs a bucket and a key.");
  if (at.bundleType !== "zip") {
    throw invalid(`The lab deploys bundles of the type zip, not ${String(at.bundleType)}.`);
  }
  const { bucket, key, version, eTag } = at;
  return {
    revisionType: "S3",
    s3Location: {
      bucket,
      key,
      bundleType: "zip",
      ...(version ? { version } : {}),
      // S3 quotes ETags in its answers; CodeDeploy keeps them bare.
      ...(eTag ? { eTag: eTag.replaceAll('"', "") } : {}),
    },
  };
}

const invalid = (message: string) => new AwsError("InvalidRevisionException", message);
