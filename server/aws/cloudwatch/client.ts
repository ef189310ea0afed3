import "server-only";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const cloudwatch = (): CloudWatchClient =>
  held("aws.cloudwatch", () => new CloudWatchClient(clientSettings()));
