import "server-only";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { callAws, type UpstreamCtx } from "../call-aws";
import { sts } from "./client";

/** Which account the console acts in, and the region of its clients. Needs no permission. */
export async function getCallerIdentity(
  ctx: UpstreamCtx,
): Promise<{ account: string; arn?: string; region: string }> {
  const [answer, region] = await Promise.all([
    callAws(ctx, "sts", "GetCallerIdentity", (options) =>
      sts().send(new GetCallerIdentityCommand({}), options),
    ),
    sts().config.region(),
  ]);
  return { account: answer.Account ?? "", arn: answer.Arn, region };
}
