import "server-only";
import { STSClient } from "@aws-sdk/client-sts";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const sts = (): STSClient => held("aws.sts", () => new STSClient(clientSettings()));
