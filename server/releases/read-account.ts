import "server-only";
import type { UpstreamCtx } from "@/server/aws/call-aws";
import { getCallerIdentity } from "@/server/aws/sts/get-caller-identity";
import { env } from "@/server/platform/env";
import { cached } from "./cached";

/** Which account and region the console looks at; `custom` when AWS is reached by an endpoint of its own. */
export interface AccountContext {
  account: string;
  region: string;
  endpointKind: "aws" | "custom";
}

export function readAccount(ctx: UpstreamCtx): Promise<AccountContext> {
  return cached("account", 300_000, async () => {
    const { account, region } = await getCallerIdentity(ctx);
    return { account, region, endpointKind: env().AWS_ENDPOINT_URL ? "custom" : "aws" };
  });
}
