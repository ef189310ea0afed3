import "server-only";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const autoscaling = (): AutoScalingClient =>
  held("aws.autoscaling", () => new AutoScalingClient(clientSettings()));
