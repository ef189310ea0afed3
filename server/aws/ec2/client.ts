import "server-only";
import { EC2Client } from "@aws-sdk/client-ec2";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const ec2 = (): EC2Client => held("aws.ec2", () => new EC2Client(clientSettings()));
