import "server-only";
import { SFNClient } from "@aws-sdk/client-sfn";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const sfn = (): SFNClient => held("aws.sfn", () => new SFNClient(clientSettings()));
