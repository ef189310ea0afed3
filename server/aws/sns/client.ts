import "server-only";
import { SNSClient } from "@aws-sdk/client-sns";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const sns = (): SNSClient => held("aws.sns", () => new SNSClient(clientSettings()));
