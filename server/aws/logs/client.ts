import "server-only";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const logs = (): CloudWatchLogsClient =>
  held("aws.logs", () => new CloudWatchLogsClient(clientSettings()));
