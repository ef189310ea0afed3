import "server-only";
import { SSMClient } from "@aws-sdk/client-ssm";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const ssm = (): SSMClient => held("aws.ssm", () => new SSMClient(clientSettings()));
