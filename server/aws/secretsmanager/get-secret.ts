import "server-only";
import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { AppError } from "@/server/platform/errors";
import { callAws, type UpstreamCtx } from "../call-aws";
import { secretsManager } from "./client";

/** The text of a secret, its current version. Needs secretsmanager:GetSecretValue. @throws AppError */
export async function getSecret(ctx: UpstreamCtx, id: string): Promise<string> {
  const answer = await callAws(ctx, "secretsmanager", "GetSecretValue", (options) =>
    secretsManager().send(new GetSecretValueCommand({ SecretId: id }), options),
  );
  if (answer.SecretString === undefined)
    throw new AppError("invalid", "The secret holds no text.", { effect: "none" });
  return answer.SecretString;
}
