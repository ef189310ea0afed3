import "server-only";
import { S3Client } from "@aws-sdk/client-s3";
import { env } from "@/server/platform/env";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

/** A custom endpoint has no DNS name per bucket, so the bucket goes into the path there. */
export const s3 = (): S3Client =>
  held(
    "aws.s3",
    () => new S3Client({ ...clientSettings(), forcePathStyle: Boolean(env().AWS_ENDPOINT_URL) }),
  );
