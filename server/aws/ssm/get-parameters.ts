import "server-only";
import { GetParametersCommand } from "@aws-sdk/client-ssm";
import { callAws, type UpstreamCtx } from "../call-aws";
import { ssm } from "./client";

/** AWS takes no more names in one call. */
const AT_ONCE = 10;
const CALLS_AT_ONCE = 4;

/**
 * Values by name; a parameter that does not exist is absent. Each distinct name is asked for once, ten
 * in a call. Needs ssm:GetParameters. @throws AppError
 */
export async function getParameters(
  ctx: UpstreamCtx,
  names: string[],
): Promise<Map<string, string>> {
  const distinct = [...new Set(names)];
  const batches: string[][] = [];
  for (let at = 0; at < distinct.length; at += AT_ONCE)
    batches.push(distinct.slice(at, at + AT_ONCE));
  const values = new Map<string, string>();
  const work = async () => {
    for (let batch = batches.shift(); batch; batch = batches.shift()) {
      const Names = batch;
      const answer = await callAws(ctx, "ssm", "GetParameters", (options) =>
        ssm().send(new GetParametersCommand({ Names }), options),
      );
      for (const { Name, Value } of answer.Parameters ?? [])
        if (Name !== undefined && Value !== undefined) values.set(Name, Value);
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, work));
  return values;
}
