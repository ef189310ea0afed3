import "server-only";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const elb = (): ElasticLoadBalancingV2Client =>
  held("aws.elb", () => new ElasticLoadBalancingV2Client(clientSettings()));
